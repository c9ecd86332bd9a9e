package dev.plangen.testing;

import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.Usage;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Plays a script of generation to one caller, no faster than that takes it. */
final class Generation {

  /** One thing that a script does, on the generation's own thread. */
  @FunctionalInterface
  interface Act {
    void play(Generation generation) throws InterruptedException;
  }

  /** How the caller gets what is written. */
  interface Sink {
    void send(GenerateChunk chunk);

    void end(String text, GenerateChunk last);
  }

  private final String id;
  private final ServerCallStreamObserver<?> call;
  private final Sink sink;
  private final Timers timers;
  private final StringBuilder text = new StringBuilder();
  private FinishReason finish = FinishReason.FINISH_REASON_STOP;

  /** Guarded by this. */
  private boolean gone;

  private @Nullable Thread player;

  /** To be made on the thread of the RPC. */
  Generation(String id, ServerCallStreamObserver<?> call, Sink sink, Timers timers) {
    this.id = id;
    this.call = call;
    this.sink = sink;
    this.timers = timers;
    call.setOnReadyHandler(this::ready);
    call.setOnCancelHandler(this::cancel);
  }

  void play(List<Act> acts, Executor executor) {
    RunIdHeader.send(id);
    executor.execute(
        () -> {
          if (!begin()) {
            return;
          }
          try {
            for (Act act : acts) {
              act.play(this);
            }
            sink.end(text.toString(), last());
          } catch (StatusRuntimeException failure) {
            call.onError(failure);
          } catch (InterruptedException cancelled) {
            // The caller has gone.
          } finally {
            settle();
          }
        });
  }

  /** Returns whether the caller is still there. */
  private synchronized boolean begin() {
    player = Thread.currentThread();
    return !gone;
  }

  private synchronized void settle() {
    player = null;
    // The thread is a pool's: what was meant for this script must not hit the next one.
    Thread.interrupted();
  }

  private synchronized void ready() {
    notifyAll();
  }

  private synchronized void cancel() {
    gone = true;
    if (player != null) {
      player.interrupt();
    }
  }

  void write(String more) throws InterruptedException {
    awaitReady();
    sink.send(GenerateChunk.newBuilder().setOffset(offset()).setText(more).build());
    text.append(more);
  }

  private synchronized void awaitReady() throws InterruptedException {
    while (!call.isReady()) {
      if (call.isCancelled()) {
        throw new InterruptedException();
      }
      wait();
    }
  }

  void again() {
    text.setLength(0);
  }

  void finish(FinishReason reason) {
    finish = reason;
  }

  void fail(Failure failure) {
    throw Statuses.of(failure, id);
  }

  void sleep(Duration time) throws InterruptedException {
    timers.sleep(time);
  }

  private int offset() {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private GenerateChunk last() {
    return GenerateChunk.newBuilder()
        .setOffset(offset())
        .setFinishReason(finish)
        .setUsage(Usage.newBuilder().setModelCalls(1).setCallsWithoutUsage(1))
        .build();
  }
}
