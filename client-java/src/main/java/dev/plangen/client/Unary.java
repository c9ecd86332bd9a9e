package dev.plangen.client;

import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes a call and waits for its answer, in the thread that asks. */
final class Unary {

  private Unary() {}

  /** One that may be made twice: tried again whenever the connection broke. */
  static <T> T repeatable(Recovery recovery, Supplier<T> call) {
    return make(call, failure -> recovery.afterFailure(failure, Duration.ZERO));
  }

  /** One that calls a model: tried again only where the server has refused it and says when. */
  static <T> T costly(Recovery recovery, Supplier<T> call) {
    return make(
        call,
        failure ->
            failure.retryDelay().isPresent() && failure.runId().isEmpty()
                ? recovery.afterFailure(failure, Duration.ZERO)
                : Optional.empty());
  }

  private static <T> T make(Supplier<T> call, Function<Failure, Optional<Duration>> retry) {
    while (true) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        Failure failure = StatusDetails.read(e, Optional.empty());
        if (Thread.currentThread().isInterrupted() || Context.current().isCancelled()) {
          throw failure.toException();
        }
        sleep(retry.apply(failure).orElseThrow(failure::toException));
      }
    }
  }

  private static void sleep(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Status interrupted =
          Status.CANCELLED
              .withDescription("the thread was interrupted while it waited for another try")
              .withCause(e);
      throw Failure.local(interrupted, "", Optional.empty()).toException();
    }
  }
}
