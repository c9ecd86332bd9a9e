package dev.plangen.server.chaos;

import dev.plangen.server.testing.Refused;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call as its caller makes it, on any connection. Asks for one message after the other. Started
 * and read by one thread.
 *
 * @param <Q> what is asked
 * @param <M> what is answered
 */
final class Rpc<Q, M> implements ClientResponseObserver<Q, M> {

  /** No call may take so long, whatever happens to it: several times the longest run. */
  static final Duration HARD_LIMIT = Duration.ofSeconds(60);

  private sealed interface Event<M> {
    record Message<M>(M message) implements Event<M> {}

    record End<M>(Optional<Throwable> thrown) implements Event<M> {}
  }

  private final MethodDescriptor<Q, M> method;
  private final Q request;
  private final Line line;
  private final Manners manners;
  private final Ledger ledger;
  private final BlockingQueue<Event<M>> events = new LinkedBlockingQueue<>();
  private final long begin = System.nanoTime();
  private @Nullable ClientCallStreamObserver<Q> call;
  private int seen;
  private boolean left;

  private Rpc(Line line, MethodDescriptor<Q, M> method, Q request, Manners manners, Ledger ledger) {
    this.line = line;
    this.method = method;
    this.request = request;
    this.manners = manners;
    this.ledger = ledger;
  }

  static <Q, M> Rpc<Q, M> start(
      Line line, MethodDescriptor<Q, M> method, Q request, Manners manners, Ledger ledger) {
    var rpc = new Rpc<>(line, method, request, manners, ledger);
    CallOptions options =
        manners
            .deadline()
            .map(
                time -> CallOptions.DEFAULT.withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS))
            .orElse(CallOptions.DEFAULT);
    // Of unary methods too: so that their answers are asked for one by one.
    ClientCalls.asyncServerStreamingCall(line.channel().newCall(method, options), request, rpc);
    return rpc;
  }

  /**
   * Reads to the end.
   *
   * @throws AssertionError if there is none
   */
  Ending read(Consumer<M> into) throws InterruptedException {
    while (true) {
      Event<M> event = events.poll(patience(), TimeUnit.NANOSECONDS);
      switch (event) {
        case Event.Message<M>(M message) -> take(message, into);
        case Event.End<M>(Optional<Throwable> thrown) -> {
          return ended(thrown);
        }
        case null -> {
          if (System.nanoTime() - begin >= HARD_LIMIT.toNanos()) {
            // Before the server is told of the leaving, which wakes those who slept too long.
            String threads = String.join("\n", Threads.ofServer());
            boolean wasLeft = left;
            leave();
            throw new AssertionError(
                "%s has not ended within %d s, after %d messages, left: %s: %s%n%s"
                    .formatted(name(), HARD_LIMIT.toSeconds(), seen, wasLeft, request, threads));
          }
          leave();
        }
      }
    }
  }

  private long patience() {
    Duration most = left ? HARD_LIMIT : manners.leaveIn().orElse(HARD_LIMIT);
    return begin + most.toNanos() - System.nanoTime();
  }

  private void take(M message, Consumer<M> into) throws InterruptedException {
    if (left) {
      return;
    }
    try {
      into.accept(message);
    } catch (AssertionError e) {
      leave();
      throw e;
    }
    seen++;
    if (seen == manners.stallAfter()) {
      Thread.sleep(manners.stall());
    }
    if (seen >= manners.leaveAfter()) {
      leave();
    } else {
      Objects.requireNonNull(call).request(1);
    }
  }

  private void leave() {
    left = true;
    Objects.requireNonNull(call).cancel("the caller leaves", null);
    // A connection that breaks gives its calls their end only after the messages that came by it
    // have been asked for; and cancels go to a handler of the connection, which is gone with it
    // (grpc-java 1.83: NettyClientHandler.channelInactive reports the status with stopDelivery
    // false, and NettyClientStream's CancelClientStreamCommand is then written to an empty
    // pipeline). Such a call ends only when all is asked for.
    Objects.requireNonNull(call).request(Integer.MAX_VALUE);
  }

  private Ending ended(Optional<Throwable> thrown) {
    var ending =
        new Ending(
            thrown.map(Status::fromThrowable).orElse(Status.OK),
            thrown.flatMap(error -> Refused.details(error).info()),
            left);
    ledger.ended(method, ending, line.isHurt(), manners.deadline().isPresent());
    return ending;
  }

  private String name() {
    return method.getFullMethodName();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> started) {
    call = started;
    started.disableAutoRequestWithInitial(1);
  }

  @Override
  public void onNext(M message) {
    events.add(new Event.Message<>(message));
  }

  @Override
  public void onError(Throwable thrown) {
    events.add(new Event.End<>(Optional.of(thrown)));
  }

  @Override
  public void onCompleted() {
    events.add(new Event.End<>(Optional.empty()));
  }
}
