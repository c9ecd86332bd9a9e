package dev.plangen.examples.benchmark.load;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * {@code stop model= readers= stoppers= same= settle= seconds=}: {@code SolveStream} calls with
 * text deltas, all read as they come; then the {@code stoppers} stop reading, on the readers' own
 * connection if {@code same}. Answers with the text that the others got, in bytes a second, {@code
 * before} and {@code during}. Texts, not updates, are what a reader wants, and updates can be
 * merged.
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
    List<Reader> others = start(order.integer("readers"), 0, request, bytes);
    List<Reader> stoppers = start(order.integer("stoppers"), theirs, request, new LongAdder());
    TimeUnit.SECONDS.sleep(settle);
    double before = rate(bytes, seconds);
    stoppers.forEach(Reader::stop);
    TimeUnit.SECONDS.sleep(settle);
    double during = rate(bytes, seconds);
    others.forEach(Reader::cancel);
    stoppers.forEach(Reader::cancel);
    return Line.of("done").with("before", before).with("during", during);
  }

  private List<Reader> start(int count, int channel, SolveRequest request, LongAdder bytes) {
    List<Reader> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var reader = new Reader(bytes);
      channels.planGen(channel).solveStream(request, reader);
      readers.add(reader);
    }
    return readers;
  }

  private static double rate(LongAdder bytes, int seconds) throws InterruptedException {
    long before = bytes.sum();
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    return (bytes.sum() - before) / ((System.nanoTime() - begin) / 1e9);
  }

  private static final class Reader implements ClientResponseObserver<SolveRequest, StepUpdate> {
    private final LongAdder bytes;
    private volatile boolean stopped;
    private @Nullable ClientCallStreamObserver<SolveRequest> stream;

    Reader(LongAdder bytes) {
      this.bytes = bytes;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SolveRequest> requests) {
      stream = requests;
      requests.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(StepUpdate update) {
      bytes.add(update.getProgress().getTextDelta().getText().length());
      if (!stopped && stream != null) {
        stream.request(1);
      }
    }

    void stop() {
      stopped = true;
    }

    void cancel() {
      if (stream != null) {
        stream.cancel("measured", null);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      // The throughput shows it.
    }

    @Override
    public void onCompleted() {}
  }
}
