package dev.plangen.testing;

import static dev.plangen.testing.SolveScript.solve;
import static dev.plangen.testing.SolveScriptTest.REQUEST;
import static dev.plangen.testing.SolveScriptTest.TWO_CANDIDATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections break wherever a script says so, and nothing is lost by it. */
@Timeout(60)
class BrokenConnectionTest {

  private static final java.time.Duration LIMIT = java.time.Duration.ofSeconds(20);

  private static final StreamOptions ALL =
      StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true).build();

  private static final SolveRequest CONTINUING =
      REQUEST.toBuilder()
          .setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE)
          .setRequestId("trip-1")
          .setStreamOptions(ALL)
          .build();

  @Test
  void aStreamCutAnywhereIsResumedWithoutGapOrDuplicate() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess()) {
      for (int cut = 0; cut <= TWO_CANDIDATES.updates(); cut++) {
        server.solves(TWO_CANDIDATES.after(cut, solve().drop()));
        SolveRequest request = CONTINUING.toBuilder().setRequestId("cut-" + cut).build();

        Call<StepUpdate> first = stream(server, request);
        assertThat(first.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(first.errorInfo()).isEmpty();
        assertThat(first.runId()).isPresent();
        assertThat(first.soFar()).hasSize(cut);
        List<StepUpdate> received = new ArrayList<>(first.soFar());
        long after = cut == 0 ? 0 : received.get(cut - 1).getSequence();
        received.addAll(watch(server, first.runId().get(), after, ALL).completed());

        List<StepUpdate> whole = watch(server, first.runId().get(), 0, ALL).completed();
        assertThat(logged(received)).isEqualTo(logged(whole));
        assertThat(texts(received)).isEqualTo(texts(whole)).hasSize(5);
      }
      assertThat(server.requests()).hasSize(TWO_CANDIDATES.updates() + 1);
    }
  }

  @Test
  void aReaderWhoComesInTheMiddleOfATextGetsItsBeginningToo() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess()) {
      Gate gate = new Gate();
      // In the middle of the second candidate's text.
      server.solves(TWO_CANDIDATES.after(24, solve().drop().hold(gate)));
      Call<StepUpdate> first = stream(server, CONTINUING);
      assertThat(first.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      StepUpdate begun =
          first.soFar().stream()
              .filter(update -> update.getProgress().hasCandidateStarted())
              .reduce((older, newer) -> newer)
              .get();
      Call<StepUpdate> resumed = watch(server, first.runId().get(), begun.getSequence() - 1, ALL);
      gate.open();
      assertThat(texts(resumed.completed()))
          .containsEntry("STEP_GENERATE_SOLUTIONS solution/2 ", "Tuesday, 10:00 to 11:00");
    }
  }

  @Test
  void aRunWhoseOnlyReaderIsCutOffWithoutGraceIsCancelled() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess()) {
      server.solves(TWO_CANDIDATES.after(3, solve().drop()));

      Call<StepUpdate> call = stream(server, REQUEST);

      assertThat(call.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(server.cancelledRuns()).containsExactly(call.runId().get());
      assertThat(get(server, call).getError().getReason()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void aGraceEndsWhenTheTestLetsItPass() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess()) {
      server.solves(solve().constraints("One.").drop());
      Call<StepUpdate> call =
          stream(
              server,
              REQUEST.toBuilder().setDisconnectGrace(Duration.newBuilder().setSeconds(30)).build());
      assertThat(call.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);

      server.advance(java.time.Duration.ofSeconds(29));
      assertThat(get(server, call).getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
      server.advance(java.time.Duration.ofSeconds(1));
      assertThat(get(server, call).getState()).isEqualTo(RunState.RUN_STATE_CANCELLED);
    }
  }

  @Test
  void aForgottenRunIsNotFoundAndItsRequestIdIsFree() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess()) {
      server.solves(TWO_CANDIDATES.after(5, solve().forget()), TWO_CANDIDATES);

      Call<StepUpdate> lost = stream(server, CONTINUING);
      assertThat(lost.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(lost.soFar()).hasSize(5);
      Call<StepUpdate> resumed = watch(server, lost.runId().get(), 1, ALL);
      assertThat(resumed.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(resumed.errorInfo().get().getReason()).isEqualTo("RUN_NOT_FOUND");
      Call<StepUpdate> again = stream(server, CONTINUING);
      assertThat(again.completed()).isNotEmpty();
      assertThat(again.runId()).isNotEqualTo(lost.runId());
    }
  }

  @Test
  void aRunThatNobodyReadsYetCutsItsFirstReader() {
    try (PlanGenTestServer server = PlanGenTestServer.inProcess()) {
      server.solves(TWO_CANDIDATES.after(0, solve().drop(Status.Code.INTERNAL)));
      Run run =
          RunServiceGrpc.newBlockingStub(server.channel())
              .startRun(dev.plangen.v1.StartRunRequest.newBuilder().setRequest(REQUEST).build());
      StreamOptions none = StreamOptions.getDefaultInstance();
      assertThat(watch(server, run.getRunId(), 0, none).end().getCode())
          .isEqualTo(Status.Code.INTERNAL);
      assertThat(watch(server, run.getRunId(), 0, none).completed()).hasSize(8);
    }
  }

  @Test
  void allConnectionsOfASocketAreCutAndTheRunIsKept() throws InterruptedException {
    try (PlanGenTestServer server = PlanGenTestServer.onSocket()) {
      Gate gate = new Gate();
      server.solves(TWO_CANDIDATES.after(3, solve().hold(gate)));
      Call<StepUpdate> call = stream(server, CONTINUING);
      gate.awaitReached(LIMIT);
      String id = call.runId().get();

      server.cutConnections();

      assertThat(call.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      server.await(s -> s.openCalls() == 0, LIMIT);
      gate.open();
      assertThat(watch(server, id, 3, ALL).completed()).isNotEmpty();
    }
  }

  private static Call<StepUpdate> stream(PlanGenTestServer server, SolveRequest request) {
    return Call.of(server.channel(), PlanGenServiceGrpc.getSolveStreamMethod(), request);
  }

  private static Call<StepUpdate> watch(
      PlanGenTestServer server, String runId, long after, StreamOptions options) {
    return Call.of(
        server.channel(),
        RunServiceGrpc.getWatchRunMethod(),
        WatchRunRequest.newBuilder()
            .setRunId(runId)
            .setAfterSequence(after)
            .setStreamOptions(options)
            .build());
  }

  private static Run get(PlanGenTestServer server, Call<StepUpdate> call) {
    return RunServiceGrpc.newBlockingStub(server.channel())
        .getRun(GetRunRequest.newBuilder().setRunId(call.runId().get()).build());
  }

  private static List<StepUpdate> logged(List<StepUpdate> updates) {
    return updates.stream().filter(update -> !update.getProgress().hasTextDelta()).toList();
  }

  /** By step, candidate and verifier. */
  private static Map<String, String> texts(List<StepUpdate> updates) {
    Map<String, String> texts = new TreeMap<>();
    for (StepUpdate update : updates) {
      if (update.getProgress().hasTextDelta()) {
        var delta = update.getProgress().getTextDelta();
        String name = update.getStep() + " " + delta.getCandidateId() + " " + delta.getVerifier();
        // All of them are ASCII.
        String before = texts.getOrDefault(name, "").substring(0, (int) delta.getOffset());
        texts.put(name, before + delta.getText());
      }
    }
    return texts;
  }
}
