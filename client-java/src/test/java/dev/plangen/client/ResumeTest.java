package dev.plangen.client;

import static dev.plangen.client.Scripts.ALL;
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
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader does not notice that its connection broke. */
@Timeout(60)
class ResumeTest {

  static List<SolveRequest> requests() {
    return List.of(PLAIN, ALL);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aConnectionCutAtAnyPositionShowsNoGapAndNothingTwice(SolveRequest request) {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES);
      List<SolveEvent> whole = readAll(client.solveStream(request));
      for (int cut = 0; cut <= TWO_CANDIDATES.updates(); cut++) {
        server.solves(TWO_CANDIDATES.after(cut, solve().drop()));

        List<SolveEvent> read = readAll(client.solveStream(request));

        assertThat(Told.of(read)).as("cut after %s", cut).isEqualTo(Told.of(whole));
        assertThat(read).doesNotHaveDuplicates().noneMatch(SolveEvent.Restarted.class::isInstance);
      }
    }
  }

  @Test
  void aConnectionCutAfterEveryUpdateShowsNoGapAndNothingTwice() {
    SolveScript script = TWO_CANDIDATES;
    for (int cut = 0; cut <= TWO_CANDIDATES.updates(); cut++) {
      script = script.after(cut, solve().drop());
    }
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES, script);
      List<SolveEvent> whole = readAll(client.solveStream(ALL));

      assertThat(Told.of(readAll(client.solveStream(ALL)))).isEqualTo(Told.of(whole));
    }
  }

  /** What becomes of a cut stream differs by what stands between. */
  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "INTERNAL", "UNKNOWN", "CANCELLED"})
  void aConnectionIsLostWhateverStatusSaysSo(Status.Code code) {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES.after(10, solve().drop(code)));

      assertThat(readAll(client.solveStream(PLAIN))).hasSize(8);
    }
  }

  @Test
  void connectionsThatAreCutOnTheWireAreNotNoticed() throws Exception {
    Gate gate = new Gate();
    try (PlanGenTestServer server = PlanGenTestServer.onSocket();
        PlanGenClient client = PlanGenClient.builder().target(server.target()).plaintext().build();
        SolveStream stream = client.solveStream(PLAIN)) {
      server.solves(TWO_CANDIDATES.after(8, solve().hold(gate)));
      SolveEvent first = stream.next();
      gate.awaitReached(LIMIT);

      server.cutConnections();
      gate.open();

      List<SolveEvent> rest = readAll(stream);
      assertThat(rest).hasSize(7).allMatch(event -> event.runId().equals(first.runId()));
    }
  }

  @Test
  void aRunThatHasTheIdAndNoUpdateYetIsSoughtForItsGrace() {
    SolveScript script = TWO_CANDIDATES;
    for (int cut = 0; cut < 6; cut++) {
      script = script.after(0, solve().drop());
    }
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(script);

      assertThat(readAll(client.solveStream(PLAIN))).hasSize(8);
    }
  }

  @Test
  void beforeTheFirstUpdateTheRequestIsRepeatedAndLaterTheRunIsWatched() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(
          TWO_CANDIDATES.after(0, solve().drop()), TWO_CANDIDATES.after(1, solve().drop()));

      readAll(client.solveStream(PLAIN));

      List<SolveRequest> repeated = server.requests();
      assertThat(repeated).hasSize(2);
      assertThat(repeated.get(0)).isEqualTo(repeated.get(1));
      assertThat(server.received(RunServiceGrpc.getWatchRunMethod())).isEmpty();

      readAll(client.solveStream(PLAIN));

      assertThat(server.requests()).hasSize(3);
      assertThat(server.received(RunServiceGrpc.getWatchRunMethod()))
          .singleElement()
          .extracting(WatchRunRequest::getAfterSequence)
          .isEqualTo(1L);
    }
  }

  @Test
  void aRequestCanBeRepeatedAndItsRunWaits() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES, TWO_CANDIDATES);
      readAll(client.solveStream(PLAIN));
      readAll(client.solveStream(PLAIN));

      SolveRequest sent = server.requests().get(0);
      assertThat(sent.getRequestId()).isNotEmpty();
      assertThat(sent.getDisconnectGrace().getSeconds()).isEqualTo(30);
      assertThat(sent.getStreamOptions().getHeartbeatInterval().getSeconds()).isEqualTo(5);
      assertThat(server.requests().get(1).getRequestId()).isNotEqualTo(sent.getRequestId());
    }
  }

  @Test
  void whatTheCallerHasSetIsSent() {
    SolveRequest.Builder request = PLAIN.toBuilder().setRequestId("trip-1");
    request.getDisconnectGraceBuilder().setSeconds(5);
    request.getStreamOptionsBuilder().getHeartbeatIntervalBuilder().setSeconds(2);
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES);
      readAll(client.solveStream(request.build()));

      assertThat(server.requests()).containsExactly(request.build());
    }
  }

  @Test
  void heartbeatsAreNotShown() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES.after(3, solve().heartbeat().heartbeat()));

      assertThat(readAll(client.solveStream(PLAIN))).hasSize(8);
    }
  }

  @Test
  void aWatchIsResumedToo() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES.after(20, solve().drop()));
      String runId = client.runs().start(PLAIN).getRunId();
      WatchRunRequest watch = WatchRunRequest.newBuilder().setRunId(runId).build();

      assertThat(readAll(client.runs().watch(watch))).hasSize(8);
      assertThat(server.received(RunServiceGrpc.getWatchRunMethod())).hasSize(2);
    }
  }

  @Test
  void theResultIsNotLostWithTheConnectionOfAPlainSolve() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess();
        PlanGenClient client = clientOf(server)) {
      server.solves(TWO_CANDIDATES.after(12, solve().drop()));

      assertThat(client.solve(PLAIN).getResult().getSelectedSolution().getScore()).isEqualTo(100);
    }
  }
}
