package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static dev.plangen.testing.GenerateScript.generate;
import static dev.plangen.testing.SolveScript.solve;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.testing.CallsAsSeen;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.RebuiltTexts;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.testing.Failure;
import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.testing.SolveScript;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ListRunsResponse;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Holds the server for tests, {@code plangen-testing}, against this one: whoever calls either must
 * see the same.
 */
@Timeout(60)
class TestServerConformanceTest {

  private static final SolveRequest TWO = request(2);
  private static final StreamOptions EVENTS =
      StreamOptions.newBuilder().setCandidateEvents(true).build();
  private static final StreamOptions BOTH = EVENTS.toBuilder().setTextDeltas(true).build();

  private static final SolveScript PLANS =
      solve()
          .constraints("It is short.", "It is x <= 3.")
          .candidate("Plan of solution/1", -20, "Checked.\nScore: -20")
          .candidate("Plan of solution/2", 96, "Checked.\nScore: 96")
          .select();

  private final KeyedScript model = new KeyedScript().scores(-20, 96);
  private final TestServer real = TestServer.inProcess(new ScriptedModel(model));
  private final PlanGenTestServer scripted = PlanGenTestServer.inProcess();

  @AfterEach
  void close() {
    scripted.close();
    real.close();
  }

  private static SolveRequest request(int candidates) {
    return SolveRequest.newBuilder()
        .setProblem("Plan a day.")
        .setAlgorithm(
            Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(candidates)))
        .build();
  }

  @Test
  void aStreamShowsTheSameUpdatesAndSolveTheSameResult() {
    scripted.solves(PLANS, PLANS);

    seenAlike(
        calls -> {
          calls.note(calls.solveStream(TWO));
          calls.note(calls.solve(TWO));
        });
  }

  /** Of more than one candidate, they come in any order: their work overlaps. */
  @Test
  void candidateEventsAreTheSame() {
    scripted.solves(
        solve()
            .constraints("It is short.", "It is x <= 3.")
            .candidate("Plan of solution/1", -20, "Checked.\nScore: -20")
            .select());

    seenAlike(
        calls ->
            calls
                .solveStream(request(1).toBuilder().setStreamOptions(EVENTS).build())
                .completed()
                .stream()
                .map(StepUpdate::getProgress)
                .filter(progress -> progress.getEventCase() != EventCase.EVENT_NOT_SET)
                .forEach(calls::note));
  }

  @Test
  void aReaderGoesOnAfterAnySequenceWithAnyOptions() {
    scripted.solves(PLANS);

    seenAlike(
        calls -> {
          Received<SolveRequest, StepUpdate> first =
              calls.solveStream(TWO.toBuilder().setStreamOptions(BOTH).build());
          List<StepUpdate> whole = first.completed();
          String id = first.awaitRunId();
          long last = whole.getLast().getSequence();
          for (long after = 0; after <= last; after++) {
            long passed = after;
            WatchRunRequest.Builder resume =
                WatchRunRequest.newBuilder().setRunId(id).setAfterSequence(after);
            assertThat(calls.watch(resume.setStreamOptions(EVENTS)).completed())
                .isEqualTo(
                    logged(whole).stream()
                        .filter(update -> update.getSequence() > passed)
                        .toList());
            List<StepUpdate> resumed =
                new ArrayList<>(
                    whole.stream().filter(update -> update.getSequence() <= passed).toList());
            resumed.addAll(calls.watch(resume.setStreamOptions(BOTH)).completed());
            assertThat(texts(resumed)).isEqualTo(texts(whole));
          }
          calls.note(texts(whole));
          calls.note(
              calls.watch(WatchRunRequest.newBuilder().setRunId(id).setAfterSequence(last + 1)));
        });
  }

  private static List<String> texts(List<StepUpdate> updates) {
    var texts = new RebuiltTexts();
    updates.forEach(texts::apply);
    return List.of(
        texts.constraints(),
        texts.solution("solution/1"),
        texts.verdict("solution/1"),
        texts.solution("solution/2"),
        texts.verdict("solution/2"));
  }

  private static List<StepUpdate> logged(List<StepUpdate> updates) {
    return updates.stream().filter(update -> !update.getProgress().hasTextDelta()).toList();
  }

  @Test
  void aRequestIdJoinsTheSameRequestAndRefusesAnother() {
    scripted.solves(PLANS);

    seenAlike(
        calls -> {
          SolveRequest named = TWO.toBuilder().setRequestId("order-7").build();
          Received<SolveRequest, StepUpdate> first = calls.solveStream(named);
          calls.note(first);
          Received<SolveRequest, StepUpdate> again =
              calls.solveStream(
                  named.toBuilder()
                      .setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE)
                      .setDisconnectGrace(Durations.fromSeconds(1))
                      .build());
          assertThat(again.completed()).isEqualTo(first.completed());
          calls.note(calls.solveStream(named.toBuilder().setVerificationThreshold(1).build()));
          calls.note(
              calls
                  .runs()
                  .startRun(StartRunRequest.newBuilder().setRequest(named).build())
                  .getRunId()
                  .equals(first.awaitRunId()));
        });
  }

  @Test
  void aRunThatFailedTellsAllReadersAndIsNotJoined() {
    model.on(
        "constraints",
        failing(new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.")),
        text("- It is short."));
    scripted.solves(
        solve().fail(Failure.of(Status.Code.UNAVAILABLE, "MODEL_UNAVAILABLE", "It is down.")),
        solve()
            .constraints("It is short.")
            .candidate("Plan of solution/1", -20, "Checked.\nScore: -20")
            .candidate("Plan of solution/2", 96, "Checked.\nScore: 96")
            .select());

    seenAlike(
        calls -> {
          SolveRequest named = TWO.toBuilder().setRequestId("order-8").build();
          Received<SolveRequest, StepUpdate> failed = calls.solveStream(named);
          calls.note(failed);
          calls.note(calls.watch(WatchRunRequest.newBuilder().setRunId(failed.awaitRunId())));
          calls.note(get(calls, failed.awaitRunId()));
          Received<SolveRequest, StepUpdate> next = calls.solveStream(named);
          calls.note(next.awaitRunId().equals(failed.awaitRunId()));
          next.completed();
        });
  }

  @Test
  void leavingCancelsARunUnlessItContinues() {
    endless();

    seenAlike(
        calls -> {
          Received<SolveRequest, StepUpdate> leaving = begun(calls, TWO);
          leaving.cancel();
          leaving.ended();
          Conditions.await(
              () -> get(calls, leaving.awaitRunId()).getState() == RunState.RUN_STATE_CANCELLED);
          calls.note(get(calls, leaving.awaitRunId()));

          Received<SolveRequest, StepUpdate> continuing =
              begun(
                  calls,
                  TWO.toBuilder().setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE).build());
          continuing.cancel();
          continuing.ended();
          calls.note(get(calls, continuing.awaitRunId()));
        });
  }

  @Test
  void aCancelledRunTellsItsReadersAndADeletedOneIsGone() {
    endless();

    seenAlike(
        calls -> {
          Received<SolveRequest, StepUpdate> reader = begun(calls, TWO);
          var id = CancelRunRequest.newBuilder().setRunId(reader.awaitRunId()).build();
          var _ = calls.runs().cancelRun(id);
          calls.note(reader);
          calls.note(calls.runs().cancelRun(id));

          Received<SolveRequest, StepUpdate> other = begun(calls, TWO);
          var doomed = DeleteRunRequest.newBuilder().setRunId(other.awaitRunId()).build();
          calls.note(calls.runs().deleteRun(doomed));
          calls.note(other.ended().orElseThrow().reason());
          calls.noteFailure(() -> get(calls, other.awaitRunId()));
          calls.noteFailure(() -> calls.runs().deleteRun(doomed));
        });
  }

  /** Runs that stop where the second candidate is being written. */
  private void endless() {
    model.on("solution/2", held(new Gate(), text("never")));
    SolveScript script =
        solve().constraints("It is short.", "It is x <= 3.").candidate("Plan of solution/1", -20);
    scripted.solves(request -> true, script);
  }

  /** Reads the three updates that come of it. */
  private static Received<SolveRequest, StepUpdate> begun(CallsAsSeen calls, SolveRequest request) {
    Received<SolveRequest, StepUpdate> call = calls.solveStream(request);
    try {
      for (int i = 0; i < 3; i++) {
        call.next();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return call;
  }

  @Test
  void whatIsWrongIsNamedByField() {
    seenAlike(
        calls -> {
          calls.note(calls.solveStream(SolveRequest.getDefaultInstance()));
          calls.note(
              calls.solve(
                  SolveRequest.newBuilder()
                      .setVerificationThreshold(101)
                      .setRequestId("not visible")
                      .setDisconnectGrace(Durations.fromHours(2))
                      .setStreamOptions(
                          StreamOptions.newBuilder().setHeartbeatInterval(Durations.fromMillis(99)))
                      .build()));
          calls.noteFailure(
              () ->
                  calls
                      .runs()
                      .startRun(
                          StartRunRequest.newBuilder()
                              .setRequest(
                                  SolveRequest.newBuilder()
                                      .setOnDisconnect(OnDisconnect.ON_DISCONNECT_CANCEL))
                              .build()));
          calls.noteFailure(() -> get(calls, ""));
          calls.noteFailure(() -> get(calls, "0"));
          calls.note(
              calls.watch(WatchRunRequest.newBuilder().setRequestId("none").setAfterSequence(-1)));
          calls.note(calls.watch(WatchRunRequest.newBuilder().setRequestId("none")));
          calls.noteFailure(
              () -> calls.runs().listRuns(ListRunsRequest.newBuilder().setPageSize(-1).build()));
          calls.note(calls.generateStream(GenerateRequest.getDefaultInstance()));
        });
  }

  @Test
  void runsAreListedNewestFirstInPages() {
    scripted.solves(request -> true, PLANS);

    seenAlike(
        calls -> {
          List<String> started = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            SolveRequest labelled = TWO.toBuilder().putLabels("parity", i % 2 + "").build();
            Run run =
                calls.runs().startRun(StartRunRequest.newBuilder().setRequest(labelled).build());
            started.add(run.getRunId());
            calls.watch(WatchRunRequest.newBuilder().setRunId(run.getRunId())).completed();
          }
          ListRunsRequest.Builder request = ListRunsRequest.newBuilder().setPageSize(2);
          String token;
          do {
            ListRunsResponse page = calls.runs().listRuns(request.build());
            page.getRunsList()
                .forEach(
                    run -> {
                      calls.note(started.indexOf(run.getRunId()));
                      calls.note(run);
                    });
            token = page.getNextPageToken();
            request.setPageToken(token);
          } while (!token.isEmpty());
          calls
              .runs()
              .listRuns(
                  ListRunsRequest.newBuilder()
                      .putLabels("parity", "1")
                      .setState(RunState.RUN_STATE_COMPLETE)
                      .build())
              .getRunsList()
              .forEach(run -> calls.note(started.indexOf(run.getRunId())));
        });
  }

  @Test
  void aGenerationIsWrittenInChunksTheLastOfWhichTellsHowItEnded() {
    scripted.generates(generate().text("Plan of ").text("the day"));
    try (var writing = TestServer.inProcess(new ScriptedModel(_ -> text("Plan of ", "the day")))) {
      var request = GenerateRequest.newBuilder().setPrompt("Write.").build();
      CallsAsSeen ofTheReal = new CallsAsSeen(writing.channel());
      CallsAsSeen ofTheScripted = new CallsAsSeen(scripted.channel());
      for (CallsAsSeen calls : List.of(ofTheReal, ofTheScripted)) {
        var call = calls.generateStream(request);
        var whole = new RebuiltTexts();
        call.completed().forEach(whole::apply);
        calls.note(call.runIdHeader().isPresent());
        calls.note(whole.generated());
        // How many chunks there are is the reader's pace.
        calls.note(call.completed().getLast().toBuilder().clearUsage().build());
      }
      assertThat(ofTheScripted.seen()).isEqualTo(ofTheReal.seen());
    }
  }

  private static Run get(CallsAsSeen calls, String id) {
    return calls.runs().getRun(GetRunRequest.newBuilder().setRunId(id).build());
  }

  /** Makes the same calls to both, and compares what came of them. */
  private void seenAlike(Consumer<CallsAsSeen> calls) {
    CallsAsSeen ofTheReal = new CallsAsSeen(real.channel());
    calls.accept(ofTheReal);
    CallsAsSeen ofTheScripted = new CallsAsSeen(scripted.channel());
    calls.accept(ofTheScripted);
    assertThat(ofTheReal.seen()).isNotEmpty();
    assertThat(ofTheScripted.seen()).isEqualTo(ofTheReal.seen());
  }
}
