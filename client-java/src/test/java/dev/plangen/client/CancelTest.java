package dev.plangen.client;

import static dev.plangen.client.Scripts.LIMIT;
import static dev.plangen.client.Scripts.PLAIN;
import static dev.plangen.client.Scripts.TWO_CANDIDATES;
import static dev.plangen.client.Scripts.clientOf;
import static dev.plangen.client.Scripts.readAll;
import static dev.plangen.testing.SolveScript.solve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.testing.Gate;
import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.testing.SolveScript;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import io.grpc.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever leaves ends the run, though it would outlive a connection that broke. */
@Timeout(60)
class CancelTest {

  /** Goes on until it is cancelled. */
  private static final SolveScript ENDLESS = solve().constraints("An hour.");

  private final PlanGenTestServer server = PlanGenTestServer.inProcess();
  private final PlanGenClient client = clientOf(server);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private void awaitCancelled(int runs) {
    server.await(s -> s.cancelledRuns().size() == runs && s.openCalls() == 0, LIMIT);
  }

  @Test
  void closingTheStreamCancelsTheRun() {
    server.solves(ENDLESS);
    SolveStream stream = client.solveStream(PLAIN);
    stream.next();

    stream.close();

    awaitCancelled(1);
  }

  @Test
  void closingTheStreamBeforeTheServerHasAnsweredCancelsTheRunThatComes() {
    for (int round = 1; round <= 50; round++) {
      server.solves(ENDLESS);
      client.solveStream(PLAIN).close();
      awaitCancelled(round);
    }
  }

  @Test
  void closingTheClientCancelsTheRunsOfItsStreams() {
    server.solves(ENDLESS, ENDLESS);
    client.solveStream(PLAIN);
    client.solveStream(PLAIN).next();

    client.close();

    awaitCancelled(2);
  }

  @Test
  void cancellingTheFutureCancelsTheRun() {
    server.solves(ENDLESS);
    CompletableFuture<?> answer = client.solveAsync(PLAIN);

    answer.cancel(false);

    awaitCancelled(1);
  }

  @Test
  void cancellingTheSubscriptionCancelsTheRun() throws Exception {
    server.solves(ENDLESS);
    CountDownLatch subscribed = new CountDownLatch(1);
    client
        .solvePublisher(PLAIN)
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
                subscribed.countDown();
                new Thread(subscription::cancel).start();
              }

              @Override
              public void onNext(SolveEvent event) {}

              @Override
              public void onError(Throwable thrown) {}

              @Override
              public void onComplete() {}
            });
    subscribed.await();
    server.await(s -> s.openCalls() == 0, LIMIT);
    assertThat(server.cancelledRuns()).hasSameSizeAs(server.requests());
  }

  @Test
  void cancellingTheCallersContextCancelsTheRun() throws Exception {
    server.solves(ENDLESS);
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      SolveStream stream = context.call(() -> client.solveStream(PLAIN));
      stream.next();

      context.cancel(null);

      awaitCancelled(1);
    }
  }

  @Test
  void aDeadlineThatPassesCancelsTheRun() {
    server.solves(ENDLESS);
    try (PlanGenClient hasty =
        PlanGenClient.builder()
            .channel(server.channel())
            .deadline(Duration.ofMillis(300))
            .build()) {
      hasty.solveAsync(PLAIN).exceptionally(failure -> null).join();

      awaitCancelled(1);
    }
  }

  @Test
  void aListenerThatThrowsCancelsTheRun() {
    server.solves(ENDLESS);
    IllegalStateException thrown = new IllegalStateException("no more");
    CompletableFuture<?> answer =
        client.solveAsync(
            PLAIN,
            new SolveListener() {
              @Override
              public void onConstraints(List<String> constraints) {
                throw thrown;
              }
            });

    assertThat(answer.handle((response, failure) -> failure).join()).isSameAs(thrown);
    awaitCancelled(1);
  }

  @Test
  void aRunThatIsToContinueIsLeftAlone() {
    SolveRequest request =
        PLAIN.toBuilder().setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE).build();
    Gate gate = new Gate();
    server.solves(TWO_CANDIDATES.after(3, solve().hold(gate)));
    SolveStream stream = client.solveStream(request);
    String runId = stream.next().runId();

    stream.close();
    server.await(s -> s.openCalls() == 0, LIMIT);
    gate.open();

    assertThat(readAll(client.runs().watch(runId))).hasSize(8);
    assertThat(client.runs().get(runId).getState()).isEqualTo(RunState.RUN_STATE_COMPLETE);
  }

  @Test
  void leavingAWatchCancelsNothing() {
    server.solves(ENDLESS);
    String runId = client.runs().start(PLAIN).getRunId();
    try (SolveStream stream = client.runs().watch(runId)) {
      stream.next();
    }
    server.await(s -> s.openCalls() == 0, LIMIT);

    assertThat(client.runs().get(runId).getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
  }

  @Test
  void aRunThatHasEndedIsNotCancelled() {
    server.solves(TWO_CANDIDATES, TWO_CANDIDATES, TWO_CANDIDATES);
    client.solve(PLAIN);
    client.solveAsync(PLAIN).join();
    readAll(client.solveStream(PLAIN));
    server.await(s -> s.openCalls() == 0, LIMIT);

    assertThat(server.received(RunServiceGrpc.getCancelRunMethod())).isEmpty();
  }

  @Test
  void aRunThatHasTheCallersOwnNameGoesOnForItsOtherReaders() {
    SolveRequest shared = PLAIN.toBuilder().setRequestId("monday").build();
    Gate gate = new Gate();
    server.solves(TWO_CANDIDATES.after(3, solve().hold(gate)));
    SolveStream stays = client.solveStream(shared);
    try (SolveStream leaves = client.solveStream(shared)) {
      assertThat(leaves.next()).isEqualTo(stays.next());
    }
    server.await(s -> s.openCalls() == 1, LIMIT);
    gate.open();

    assertThat(readAll(stays)).hasSize(7);
    assertThat(server.received(RunServiceGrpc.getCancelRunMethod())).isEmpty();
  }

  @Test
  void aRunOfOthersIsNotCancelledByWhoNeverReadIt() {
    SolveRequest shared = PLAIN.toBuilder().setRequestId("monday").build();
    server.solves(ENDLESS);
    try (SolveStream reader = client.solveStream(shared)) {
      reader.next();
      client
          .solvePublisher(shared)
          .subscribe(
              new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                  subscription.cancel();
                }

                @Override
                public void onNext(SolveEvent event) {}

                @Override
                public void onError(Throwable thrown) {}

                @Override
                public void onComplete() {}
              });
      assertThat(server.received(RunServiceGrpc.getCancelRunMethod())).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }
}
