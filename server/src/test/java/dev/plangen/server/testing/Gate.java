package dev.plangen.server.testing;

import dev.plangen.server.concurrent.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Holds an answer where a test wants it until the test lets it go on, or its client goes. */
public final class Gate {

  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

  /** Returns when an answer has come to this gate. */
  public void awaitReached(Duration limit) {
    reached.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** Returns when an answer that is held here, or was, has been cancelled. */
  public void awaitCancelled(Duration limit) {
    cancelled.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  public void release() {
    released.complete(null);
  }

  /**
   * @throws IOException if the client went instead
   */
  void pass(ChatCall call) throws IOException {
    reached.complete(null);
    CompletableFuture.anyOf(released, call.gone()).join();
    if (call.gone().isDone()) {
      throw new IOException("the client has closed the connection");
    }
  }

  /**
   * @throws java.util.concurrent.CancellationException if the generation was cancelled instead
   */
  void pass(Cancellation cancellation) {
    reached.complete(null);
    var mine = new CompletableFuture<Void>();
    try (Cancellation.Registration _ = cancellation.onCancel(() -> cancelled(mine))) {
      CompletableFuture.anyOf(released, mine).orTimeout(30, TimeUnit.SECONDS).join();
    }
    cancellation.throwIfCancelled();
  }

  private void cancelled(CompletableFuture<Void> answer) {
    answer.complete(null);
    cancelled.complete(null);
  }

  /** Waits until the gate is opened, cancelled or not. */
  void passWhenReleased(Cancellation cancellation) {
    reached.complete(null);
    try (Cancellation.Registration _ = cancellation.onCancel(() -> cancelled.complete(null))) {
      released.copy().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
