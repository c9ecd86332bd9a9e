package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.SolveRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code stop model= readers= stoppers= same= settle= seconds=}: {@code SolveStream} calls with
 * text deltas, all read as they come; then the {@code stoppers} stop reading, on the readers' own
 * connection if {@code same}. Answers with the text that the others got, in bytes a second, {@code
 * before} and {@code during}.
 */
final class StoppedReaders implements Worker.Command {

  private final Channels channels;

  StoppedReaders(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Line run(Line order) throws Exception {
    int settle = order.integer("settle");
    int seconds = order.integer("seconds");
    SolveRequest request = Problems.streamed(order.text("model"), "run-0");
    int theirs = Boolean.parseBoolean(order.text("same")) ? 0 : 1;
    var bytes = new LongAdder();
    List<DeltaReader> others =
        DeltaReader.start(order.integer("readers"), channels.planGen(0), request, bytes);
    List<DeltaReader> stoppers =
        DeltaReader.start(
            order.integer("stoppers"), channels.planGen(theirs), request, new LongAdder());
    TimeUnit.SECONDS.sleep(settle);
    double before = DeltaReader.rate(bytes, seconds);
    stoppers.forEach(DeltaReader::stop);
    TimeUnit.SECONDS.sleep(settle);
    double during = DeltaReader.rate(bytes, seconds);
    others.forEach(DeltaReader::cancel);
    stoppers.forEach(DeltaReader::cancel);
    return Line.of("done").with("before", before).with("during", during);
  }
}
