package dev.plangen.client;

import static dev.plangen.client.Updates.BEGUN;
import static dev.plangen.client.Updates.EXTRACTED;
import static dev.plangen.client.Updates.RESULT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceImplBase;
import dev.plangen.v1.RunServiceGrpc.RunServiceImplBase;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection on which nothing comes, not even a sign of life, is given up. */
@Timeout(60)
class SilenceTest {

  private static final SolveRequest EAGER =
      SolveRequest.newBuilder()
          .setProblem("a problem")
          .setStreamOptions(Updates.heartbeatEvery(0.1))
          .build();

  /** Falls silent after the first update; the rest is had by watching. */
  private static final class SilentServer {
    final CountDownLatch watched = new CountDownLatch(1);

    private final PlanGenServiceImplBase solving =
        new PlanGenServiceImplBase() {
          @Override
          public void solveStream(SolveRequest request, StreamObserver<StepUpdate> out) {
            out.onNext(BEGUN);
          }
        };

    private final RunServiceImplBase watching =
        new RunServiceImplBase() {
          @Override
          public void watchRun(WatchRunRequest request, StreamObserver<StepUpdate> out) {
            watched.countDown();
            out.onNext(EXTRACTED);
            out.onNext(RESULT);
            out.onCompleted();
          }
        };

    ScriptedServer start() {
      return ScriptedServer.inProcess(solving, watching);
    }
  }

  @Test
  void theRunIsReadOnByAnotherCall() {
    SilentServer silent = new SilentServer();
    try (ScriptedServer server = silent.start();
        PlanGenClient client = PlanGenClient.builder().channel(server.channel()).build()) {
      assertThat(Scripts.readAll(client.solveStream(EAGER)))
          .containsExactly(
              new SolveEvent.Updated(BEGUN),
              new SolveEvent.Updated(EXTRACTED),
              new SolveEvent.Updated(RESULT));
    }
  }

  @Test
  void aReaderThatTakesItsTimeIsNoSilence() throws Exception {
    SilentServer silent = new SilentServer();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (ScriptedServer server = silent.start();
        PlanGenClient client = PlanGenClient.builder().channel(server.channel()).build()) {
      CompletableFuture<?> answer =
          client.solveAsync(
              EAGER,
              new SolveListener() {
                @Override
                public void onStepStarted(dev.plangen.v1.Step step) {
                  busy.countDown();
                  try {
                    mayGoOn.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
      assertThat(busy.await(10, SECONDS)).isTrue();
      // Longer than the silence after which a call is given up.
      assertThat(silent.watched.await(7, SECONDS)).isFalse();
      mayGoOn.countDown();
      answer.join();
    }
  }
}
