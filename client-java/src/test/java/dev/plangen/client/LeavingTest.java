package dev.plangen.client;

import static dev.plangen.client.ScriptedServer.streaming;
import static dev.plangen.client.Updates.BEGUN;
import static dev.plangen.client.Updates.RESULT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceImplBase;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a reader leaves, it is told so, and the server is told too. Over a real socket. */
@Timeout(30)
class LeavingTest {

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder().setProblem("a problem").build();

  private final CountDownLatch cancelled = new CountDownLatch(1);

  /** Sends one update and then nothing until the caller leaves. */
  private final PlanGenServiceImplBase service = streaming(this::beginAndWait);

  private void beginAndWait(ServerCallStreamObserver<StepUpdate> out) {
    out.setOnCancelHandler(cancelled::countDown);
    out.onNext(BEGUN);
  }

  @Test
  void closingTheStreamCancelsTheCall() throws Exception {
    try (ScriptedServer server = ScriptedServer.onSocket(service);
        PlanGenClient client = clientOf(server)) {
      SolveStream stream = client.solveStream(REQUEST);
      stream.next();
      stream.close();
      assertThat(cancelled.await(10, SECONDS)).isTrue();
      stream.close();
    }
  }

  @Test
  void closingTheClientEndsTheCallsOfItsOwnConnection() throws Exception {
    try (ScriptedServer server = ScriptedServer.onSocket(service)) {
      PlanGenClient client = clientOf(server);
      SolveStream stream = client.solveStream(REQUEST);
      stream.next();
      client.close();
      assertThat(cancelled.await(10, SECONDS)).isTrue();
      assertThat(failureOf(stream).code()).isEqualTo(Status.Code.CANCELLED);
    }
  }

  @Test
  void closingTheStreamWakesAReaderInAnotherThread() throws Exception {
    try (ScriptedServer server = ScriptedServer.onSocket(service);
        PlanGenClient client = clientOf(server)) {
      SolveStream stream = client.solveStream(REQUEST);
      stream.next();
      FutureTask<PlanGenException> reading = new FutureTask<>(() -> failureOf(stream));
      Thread reader = startBlocked(reading);

      stream.close();

      assertThat(reading.get(10, SECONDS).code()).isEqualTo(Status.Code.CANCELLED);
      reader.join(10_000);
    }
  }

  @Test
  void interruptingTheReaderCancelsTheCall() throws Exception {
    try (ScriptedServer server = ScriptedServer.onSocket(service);
        PlanGenClient client = clientOf(server);
        SolveStream stream = client.solveStream(REQUEST)) {
      stream.next();
      FutureTask<Boolean> reading =
          new FutureTask<>(
              () -> {
                PlanGenException thrown = failureOf(stream);
                assertThat(thrown.code()).isEqualTo(Status.Code.CANCELLED);
                assertThat(thrown).hasCauseInstanceOf(InterruptedException.class);
                return Thread.currentThread().isInterrupted();
              });
      Thread reader = startBlocked(reading);

      reader.interrupt();

      assertThat(reading.get(10, SECONDS)).isTrue();
      assertThat(cancelled.await(10, SECONDS)).isTrue();
    }
  }

  /** All has come, the end of the call too; the reader has taken the first update. */
  @Test
  void closingAStreamWithUnreadUpdatesEndsItsCall() throws Exception {
    try (Unread unread = new Unread()) {
      unread.stream.close();

      assertThat(unread.end.get(10, SECONDS)).isNotNull();
    }
  }

  @Test
  void closingAStreamWithUnreadUpdatesEndsItsCallThoughItsConnectionIsGone() throws Exception {
    try (Unread unread = new Unread()) {
      unread.channel.shutdown();
      assertThat(unread.channel.awaitTermination(10, SECONDS)).isTrue();

      unread.stream.close();

      assertThat(unread.end.get(10, SECONDS)).isNotNull();
    }
  }

  /** A stream of which all has come and hardly anything was read. */
  private static final class Unread implements ClientInterceptor, AutoCloseable {
    final CompletableFuture<Status> end = new CompletableFuture<>();
    final ManagedChannel channel;
    final SolveStream stream;
    private final ScriptedServer server;

    Unread() throws InterruptedException {
      CountDownLatch sent = new CountDownLatch(1);
      server =
          ScriptedServer.onSocket(
              streaming(
                  out -> {
                    for (int sequence = 1; sequence <= 10; sequence++) {
                      out.onNext(BEGUN.toBuilder().setSequence(sequence).build());
                    }
                    out.onNext(RESULT.toBuilder().setSequence(11).build());
                    out.onCompleted();
                    sent.countDown();
                  }));
      channel =
          Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create()).build();
      stream =
          PlanGenClient.builder()
              .channel(ClientInterceptors.intercept(channel, this))
              .prefetch(1)
              .build()
              .solveStream(REQUEST);
      stream.next();
      assertThat(sent.await(10, SECONDS)).isTrue();
      // What comes by the same connection comes in order, so this is answered after all that.
      assertThat(
              catchThrowableOfType(
                  StatusRuntimeException.class,
                  () ->
                      PlanGenServiceGrpc.newBlockingStub(channel)
                          .listModels(ListModelsRequest.getDefaultInstance())))
          .isNotNull();
      assertThat(end).isNotDone();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          super.start(
              new SimpleForwardingClientCallListener<A>(listener) {
                @Override
                public void onClose(Status status, Metadata trailers) {
                  super.onClose(status, trailers);
                  end.complete(status);
                }
              },
              headers);
        }
      };
    }

    @Override
    public void close() {
      channel.shutdownNow();
      server.close();
    }
  }

  private static PlanGenClient clientOf(ScriptedServer server) {
    return PlanGenClient.builder().target(server.target()).plaintext().build();
  }

  private static PlanGenException failureOf(SolveStream stream) {
    PlanGenException thrown = catchThrowableOfType(PlanGenException.class, stream::hasNext);
    return Optional.ofNullable(thrown).orElseThrow();
  }

  /** Returns once the thread waits. */
  private static Thread startBlocked(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    long end = System.nanoTime() + SECONDS.toNanos(10);
    while (thread.getState() != Thread.State.WAITING && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(thread.getState()).isEqualTo(Thread.State.WAITING);
    return thread;
  }
}
