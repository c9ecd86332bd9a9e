package dev.plangen.testing;

import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** Makes readers of runs. */
final class Readers {

  private final Timers timers;
  private final Executor executor;

  Readers(Timers timers, Executor executor) {
    this.timers = timers;
    this.executor = executor;
  }

  /** The reader is to be opened when the response headers are sent. */
  Reader enter(TestRun run, StreamObserver<?> out, Reader.Sink sink, StreamOptions options) {
    Reader reader =
        new Reader(run, (ServerCallStreamObserver<?>) out, sink, options, timers, executor);
    run.enter(reader);
    return reader;
  }

  /** As {@code SolveStream} answers. */
  static Reader.Sink updates(StreamObserver<StepUpdate> out) {
    return new Reader.Sink() {
      @Override
      public void send(StepUpdate update) {
        out.onNext(update);
      }

      @Override
      public void end(StepUpdate terminal) {
        if (terminal.hasError()) {
          out.onError(Statuses.of(terminal.getError(), terminal.getRunId()));
        } else {
          out.onCompleted();
        }
      }
    };
  }

  /** As {@code Solve} answers. */
  static Reader.Sink whole(StreamObserver<SolveResponse> out) {
    return new Reader.Sink() {
      @Override
      public void send(StepUpdate update) {}

      @Override
      public void end(StepUpdate terminal) {
        if (terminal.hasError()) {
          out.onError(Statuses.of(terminal.getError(), terminal.getRunId()));
          return;
        }
        out.onNext(
            SolveResponse.newBuilder()
                .setRunId(terminal.getRunId())
                .setResult(terminal.getResult())
                .build());
        out.onCompleted();
      }
    };
  }

  /** As {@code WatchRun} answers: it is the watching that has succeeded. */
  static Reader.Sink watching(StreamObserver<StepUpdate> out) {
    return new Reader.Sink() {
      @Override
      public void send(StepUpdate update) {
        out.onNext(update);
      }

      @Override
      public void end(StepUpdate terminal) {
        out.onCompleted();
      }
    };
  }
}
