package dev.plangen.client;

import static dev.plangen.client.Scripts.ALL;
import static dev.plangen.client.Scripts.PLAIN;
import static dev.plangen.client.Scripts.TWO_CANDIDATES;
import static dev.plangen.client.Scripts.clientOf;
import static dev.plangen.client.Scripts.readAll;
import static dev.plangen.testing.SolveScript.solve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.testing.Gate;
import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that is lost is begun again, visibly. */
@Timeout(60)
class RestartTest {

  private static final dev.plangen.testing.Failure DRAINING =
      dev.plangen.testing.Failure.of(
          Status.Code.UNAVAILABLE, "SERVER_DRAINING", "the server is shutting down");

  private static final dev.plangen.testing.Failure RATE_LIMITED =
      dev.plangen.testing.Failure.of(
              Status.Code.RESOURCE_EXHAUSTED, "MODEL_RATE_LIMITED", "too many")
          .retryAfter(Duration.ofMillis(10));

  @Test
  void aRunThatTheServerHasForgottenIsBegunAgainAndTheTwoAreNeverMixed() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES);
      Told whole = Told.of(readAll(client.solveStream(ALL)));
      for (int known = 1; known < TWO_CANDIDATES.updates(); known++) {
        server.solves(TWO_CANDIDATES.after(known, solve().forget()), TWO_CANDIDATES);

        List<SolveEvent> read = readAll(client.solveStream(ALL));

        int restart = indexOfRestart(read);
        List<SolveEvent> before = read.subList(0, restart);
        List<SolveEvent> after = read.subList(restart + 1, read.size());
        SolveEvent.Restarted restarted = (SolveEvent.Restarted) read.get(restart);
        assertThat(before).allMatch(event -> event.runId().equals(restarted.previousRunId()));
        assertThat(after).allMatch(event -> event.runId().equals(restarted.runId()));
        assertThat(restarted.runId()).isNotEqualTo(restarted.previousRunId());
        assertThat(Told.of(after)).as("forgotten after %s", known).isEqualTo(whole);
      }
    }
  }

  private static int indexOfRestart(List<SolveEvent> events) {
    List<SolveEvent> restarts =
        events.stream().filter(SolveEvent.Restarted.class::isInstance).toList();
    assertThat(restarts).hasSize(1);
    return events.indexOf(restarts.get(0));
  }

  @Test
  void aRunThatWasLostBeforeItsFirstUpdateIsToldOnceItsIdWasKnown() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES.after(0, solve().forget()), TWO_CANDIDATES);

      List<SolveEvent> read = readAll(client.solveStream(PLAIN));

      assertThat(read.get(0)).isInstanceOf(SolveEvent.Restarted.class);
      assertThat(read).hasSize(9);
    }
  }

  @Test
  void aRunThatIsEndedByAServerThatShutsDownIsBegunAgain() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(solve().constraints("An hour.").fail(Step.STEP_WORKFLOW, DRAINING));
      server.refusesSolve(DRAINING);
      server.solves(TWO_CANDIDATES);

      List<SolveEvent> read = readAll(client.solveStream(PLAIN));

      assertThat(read.subList(2, 3)).hasOnlyElementsOfType(SolveEvent.Restarted.class);
      assertThat(read).hasSize(11);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void aFailedRunThatSaysWhenToComeBackIsBegunAgainThen() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(solve().constraints("An hour.").fail(RATE_LIMITED), TWO_CANDIDATES);

      List<SolveEvent> read = readAll(client.solveStream(PLAIN));

      assertThat(read).filteredOn(SolveEvent.Restarted.class::isInstance).hasSize(1);
      assertThat(read).hasSize(11);
    }
  }

  @Test
  void aRefusalThatSaysWhenToComeBackIsFollowed() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.refusesSolve(dev.plangen.testing.Failure.overloaded(Duration.ofMillis(10)));
      server.refusesSolve(dev.plangen.testing.Failure.overloaded(Duration.ofMillis(10)));
      server.solves(TWO_CANDIDATES);

      assertThat(readAll(client.solveStream(PLAIN))).hasSize(8);
    }
  }

  @Test
  void refusalsAreFollowedAsOftenAsIsSet() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client =
            PlanGenClient.builder().channel(server.channel()).retries(1).build()) {
      server.refusesSolve(dev.plangen.testing.Failure.overloaded(Duration.ofMillis(10)));
      server.refusesSolve(dev.plangen.testing.Failure.overloaded(Duration.ofMillis(10)));
      server.solves(TWO_CANDIDATES);

      PlanGenException thrown = failureOf(client);
      assertThat(thrown.reason()).isEqualTo("SERVER_OVERLOADED");
      assertThat(thrown.retryDelay()).contains(Duration.ofMillis(10));
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aRefusalThatAsksForMoreTimeThanThereIsIsToldAtOnce() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client =
            PlanGenClient.builder()
                .channel(server.channel())
                .deadline(Duration.ofSeconds(20))
                .build()) {
      server.refusesSolve(dev.plangen.testing.Failure.overloaded(Duration.ofHours(1)));

      assertThat(failureOf(client).reason()).isEqualTo("SERVER_OVERLOADED");
    }
  }

  @Test
  void aQuotaThatLastsForHoursIsToldAtOnceWithTheDelay() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.refusesSolve(
          dev.plangen.testing.Failure.of(
                  Status.Code.RESOURCE_EXHAUSTED, "QUOTA_EXCEEDED", "the day's tokens are used")
              .retryAfter(Duration.ofHours(5)));

      PlanGenException thrown = failureOf(client);
      assertThat(thrown.reason()).isEqualTo("QUOTA_EXCEEDED");
      assertThat(thrown.retryDelay()).contains(Duration.ofHours(5));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aQuotaThatLastsForMomentsIsWaitedFor() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.refusesSolve(
          dev.plangen.testing.Failure.of(
                  Status.Code.RESOURCE_EXHAUSTED, "QUOTA_EXCEEDED", "a minute's runs have begun")
              .retryAfter(Duration.ofMillis(10)));
      server.solves(TWO_CANDIDATES);

      assertThat(readAll(client.solveStream(PLAIN))).hasSize(8);
    }
  }

  @Test
  void aRunThatWasCancelledForItsReadersAbsenceIsBegunAgain() {
    SolveRequest.Builder impatient = PLAIN.toBuilder();
    impatient.getDisconnectGraceBuilder().setNanos(1_000_000);
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      // The client comes back after 50 ms at the earliest.
      server.solves(solve().constraints("An hour.").drop(), TWO_CANDIDATES);

      List<SolveEvent> read = readAll(client.solveStream(impatient.build()));

      assertThat(read).filteredOn(SolveEvent.Restarted.class::isInstance).hasSize(1);
      assertThat(read).hasSize(11);
    }
  }

  @Test
  void aRunThatSomebodyHasCancelledAfterABreakIsNotBegunAgain() throws Exception {
    Gate gate = new Gate();
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(solve().constraints("An hour.").drop().heartbeat().hold(gate));
      try (SolveStream stream = client.solveStream(PLAIN)) {
        String runId = stream.next().runId();
        stream.next();
        server.await(s -> s.openCalls() == 1, Scripts.LIMIT);
        client.runs().cancel(runId);

        PlanGenException thrown =
            catchThrowableOfType(
                PlanGenException.class, () -> stream.forEachRemaining(event -> {}));
        assertThat(thrown.reason()).isEqualTo("CANCELLED");
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Test
  void aRunThatSomebodyHasCancelledIsNotBegunAgain() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(solve().constraints("An hour."));
      try (SolveStream stream = client.solveStream(PLAIN)) {
        String runId = stream.next().runId();
        client.runs().cancel(runId);

        PlanGenException thrown =
            catchThrowableOfType(
                PlanGenException.class, () -> stream.forEachRemaining(event -> {}));
        assertThat(thrown.reason()).isEqualTo("CANCELLED");
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Test
  void aRunThatThereIsNotCannotBeWatched() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server);
        SolveStream stream =
            client
                .runs()
                .watch(
                    dev.plangen.v1.WatchRunRequest.newBuilder()
                        .setRunId(UUID.randomUUID().toString())
                        .build())) {
      PlanGenException thrown = catchThrowableOfType(PlanGenException.class, stream::hasNext);
      assertThat(thrown.code()).isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  private static PlanGenException failureOf(PlanGenClient client) {
    PlanGenException thrown =
        catchThrowableOfType(PlanGenException.class, () -> client.solve(PLAIN));
    return Optional.ofNullable(thrown).orElseThrow();
  }
}
