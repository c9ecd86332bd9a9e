package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.SolveRequest;
import java.util.ArrayList;
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
    List<DeltaReader> others = start(order.integer("readers"), 0, request, bytes);
    List<DeltaReader> stoppers = start(order.integer("stoppers"), theirs, request, new LongAdder());
    TimeUnit.SECONDS.sleep(settle);
    double before = DeltaReader.rate(bytes, seconds);
    stoppers.forEach(DeltaReader::stop);
    TimeUnit.SECONDS.sleep(settle);
    double during = DeltaReader.rate(bytes, seconds);
    others.forEach(DeltaReader::cancel);
    stoppers.forEach(DeltaReader::cancel);
    return Line.of("done").with("before", before).with("during", during);
  }

  private List<DeltaReader> start(int count, int channel, SolveRequest request, LongAdder bytes) {
    List<DeltaReader> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var reader = new DeltaReader(bytes);
      channels.planGen(channel).solveStream(request, reader);
      readers.add(reader);
    }
    return readers;
  }
}
