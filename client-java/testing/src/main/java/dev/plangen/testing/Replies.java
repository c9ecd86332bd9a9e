package dev.plangen.testing;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Ends calls. */
final class Replies {

  private Replies() {}

  /** {@code message} may throw {@link StatusRuntimeException}. */
  static <M> void reply(StreamObserver<M> out, Supplier<M> message) {
    open(
        out,
        () -> {
          out.onNext(message.get());
          out.onCompleted();
        });
  }

  /** What is thrown here comes before the response headers: trailers only. */
  static void open(StreamObserver<?> out, Runnable start) {
    try {
      start.run();
    } catch (StatusRuntimeException refused) {
      out.onError(refused);
    }
  }
}
