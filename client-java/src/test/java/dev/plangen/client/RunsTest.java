package dev.plangen.client;

import static dev.plangen.client.Scripts.LIMIT;
import static dev.plangen.client.Scripts.PLAIN;
import static dev.plangen.client.Scripts.TWO_CANDIDATES;
import static dev.plangen.client.Scripts.clientOf;
import static dev.plangen.client.Scripts.readAll;
import static dev.plangen.testing.SolveScript.solve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunsTest {

  private static final SolveRequest NAMED = PLAIN.toBuilder().setRequestId("monday").build();

  private final PlanGenTestServer server = PlanGenTestServer.inProcess();
  private final PlanGenClient client = clientOf(server);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aRunIsStartedLeftAndReadLater() {
    server.solves(TWO_CANDIDATES);
    Run started = client.runs().start(NAMED);

    List<SolveEvent> whole = readAll(client.runs().watch(started.getRunId()));
    assertThat(whole).hasSize(8);
    assertThat(client.runs().get(started.getRunId()).getResult())
        .isEqualTo(((SolveEvent.Updated) whole.get(7)).update().getResult());
    assertThat(client.runs().get(GetRunRequest.newBuilder().setRequestId("monday").build()))
        .isEqualTo(client.runs().get(started.getRunId()));
  }

  @Test
  void aWatchAfterTheEndOfARunTellsNothing() {
    server.solves(TWO_CANDIDATES);
    String runId = client.runs().start(PLAIN).getRunId();
    readAll(client.runs().watch(runId));
    WatchRunRequest.Builder rest = WatchRunRequest.newBuilder().setRunId(runId);

    long last = client.runs().get(runId).getLastSequence();
    assertThat(readAll(client.runs().watch(rest.setAfterSequence(last).build()))).isEmpty();
    assertThat(readAll(client.runs().watch(rest.setAfterSequence(last - 1).build()))).hasSize(1);
  }

  @Test
  void aRunIsCancelledByEitherOfItsNames() {
    server.solves(solve().constraints("An hour."), solve().constraints("An hour."));
    String first = client.runs().start(PLAIN).getRunId();
    client.runs().start(NAMED);

    client.runs().cancel(first);
    client.runs().cancel(CancelRunRequest.newBuilder().setRequestId("monday").build());

    server.await(s -> s.cancelledRuns().size() == 2, LIMIT);
    assertThat(client.runs().get(first).getState()).isEqualTo(RunState.RUN_STATE_CANCELLED);
  }

  @Test
  void aRunThatIsDeletedIsGone() {
    server.solves(TWO_CANDIDATES);
    String runId = client.runs().start(PLAIN).getRunId();

    client.runs().delete(runId);

    assertThatThrownBy(() -> client.runs().get(runId))
        .isInstanceOfSatisfying(
            PlanGenException.class,
            thrown -> assertThat(thrown.code()).isEqualTo(Status.Code.NOT_FOUND));
  }

  @Test
  void deletingARunThatIsReadIsNotUndone() {
    server.solves(solve().constraints("An hour."), TWO_CANDIDATES);
    try (SolveStream stream = client.solveStream(PLAIN)) {
      client.runs().delete(stream.next().runId());

      assertThatThrownBy(() -> stream.forEachRemaining(event -> {}))
          .isInstanceOfSatisfying(
              PlanGenException.class,
              thrown -> assertThat(thrown.reason()).isEqualTo("RUN_NOT_FOUND"));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void deletingARunThatIsReadOnAfterABreakIsNotUndone() {
    server.solves(solve().constraints("An hour.").drop().candidate("Tuesday"), TWO_CANDIDATES);
    try (SolveStream stream = client.solveStream(PLAIN)) {
      String runId = stream.next().runId();
      stream.next();
      // From here on it comes of the second call.
      stream.next();
      client.runs().delete(runId);

      assertThatThrownBy(() -> stream.forEachRemaining(event -> {}))
          .isInstanceOfSatisfying(
              PlanGenException.class,
              thrown -> assertThat(thrown.reason()).isEqualTo("RUN_NOT_FOUND"));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void runsAreListedPageByPage() {
    List<String> started = new ArrayList<>();
    for (int run = 0; run < 5; run++) {
      server.solves(TWO_CANDIDATES);
      started.add(0, client.runs().start(PLAIN).getRunId());
    }
    ListRunsRequest two = ListRunsRequest.newBuilder().setPageSize(2).build();

    assertThat(client.runs().list(two).getRunsList()).hasSize(2);
    assertThat(client.runs().all(two).map(Run::getRunId)).isEqualTo(started);
    assertThat(client.runs().all(two).limit(1)).hasSize(1);
  }

  @Test
  void aStartThatBrokeIsRepeatedAndStartsOneRun() {
    server.solves(TWO_CANDIDATES);
    server.drops(RunServiceGrpc.getStartRunMethod());

    client.runs().start(PLAIN);

    assertThat(client.runs().list(ListRunsRequest.getDefaultInstance()).getRunsList()).hasSize(1);
  }

  @Test
  void aLookThatIsRefusedIsRepeatedWhenTheServerSays() {
    server.refuses(
        RunServiceGrpc.getListRunsMethod(),
        dev.plangen.testing.Failure.overloaded(Duration.ofMillis(10)));

    assertThat(client.runs().list(ListRunsRequest.getDefaultInstance()).getRunsList()).isEmpty();
  }
}
