package dev.plangen.testing;

import static dev.plangen.testing.SolveScript.solve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.v1.Outcome;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.VerificationResult;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a script says is what callers get. */
@Timeout(60)
class SolveScriptTest {

  static final SolveRequest REQUEST =
      SolveRequest.newBuilder().setProblem("Find an hour for two people.").build();

  static final SolveScript TWO_CANDIDATES =
      solve()
          .constraints("The meeting takes an hour.", "Ann is busy until ten.")
          .candidate("Tuesday, 9:00 to 10:00", -20, "Ann is busy then.")
          .candidate("Tuesday, 10:00 to 11:00", 100)
          .select();

  private final PlanGenTestServer server = PlanGenTestServer.inProcess();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aReaderGetsTheEightUpdatesInTheirOrder() {
    server.solves(TWO_CANDIDATES);

    Call<StepUpdate> call = stream(REQUEST);

    assertThat(call.completed().stream().map(SolveScriptTest::shortly))
        .containsExactly(
            "EXTRACT_CONSTRAINTS IN_PROGRESS",
            "EXTRACT_CONSTRAINTS COMPLETE",
            "GENERATE_SOLUTIONS IN_PROGRESS",
            "GENERATE_SOLUTIONS COMPLETE",
            "VERIFY_SOLUTIONS IN_PROGRESS",
            "VERIFY_SOLUTIONS COMPLETE",
            "SELECT_SOLUTION IN_PROGRESS",
            "SELECT_SOLUTION COMPLETE");
    assertThat(call.completed()).allMatch(update -> update.getRunId().equals(call.runId().get()));
  }

  private static String shortly(StepUpdate update) {
    return update.getStep().name().substring("STEP_".length())
        + " "
        + update.getStatus().name().substring("STEP_STATUS_".length());
  }

  @Test
  void theBestCandidateIsSelectedAndSolveReturnsTheSame() {
    server.solves(TWO_CANDIDATES, TWO_CANDIDATES);

    SolveResult result = last(stream(REQUEST)).getResult();
    SolveResponse response =
        Call.of(server.channel(), PlanGenServiceGrpc.getSolveMethod(), REQUEST).completed().get(0);

    assertThat(result.getSelectedSolution())
        .isEqualTo(
            SelectedSolution.newBuilder()
                .setCandidateId("solution/2")
                .setText("Tuesday, 10:00 to 11:00")
                .setScore(100)
                .setVerified(true)
                .build());
    assertThat(result.getVerificationResultsList())
        .extracting(VerificationResult::getOutcome)
        .containsExactly(Outcome.OUTCOME_UNKNOWN, Outcome.OUTCOME_PASSED);
    assertThat(response.getResult()).isEqualTo(result);
  }

  @Test
  void theRequestsConstraintsThresholdAndVerifierAreHeeded() {
    server.solves(solve().constraints("ignored").candidate("A plan.", 60).select());

    SolveResult result =
        last(stream(
                REQUEST.toBuilder()
                    .addConstraints("It is short.")
                    .addVerifiers("calendar")
                    .setVerificationThreshold(50)
                    .build()))
            .getResult();

    assertThat(result.getConstraintsList()).containsExactly("It is short.");
    assertThat(result.getVerificationResults(0).getVerifier()).isEqualTo("calendar");
    assertThat(result.getSelectedSolution().getVerified()).isTrue();
  }

  @Test
  void aVetoedCandidateIsWorseThanAnyOtherWithAScoreAndOneWithoutIsWorst() {
    VerificationResult veto =
        VerificationResult.newBuilder()
            .setVerifier("calendar")
            .setScore(100)
            .setOutcome(Outcome.OUTCOME_VETOED)
            .setSound(true)
            .build();
    server.solves(
        solve().candidate("unscored").candidate("vetoed", veto).candidate("poor", -90).select(),
        solve().candidate("unscored").candidate("vetoed", veto).select());

    assertThat(selected()).isEqualTo("poor");
    assertThat(selected()).isEqualTo("vetoed");
  }

  private String selected() {
    return last(stream(REQUEST)).getResult().getSelectedSolution().getText();
  }

  @Test
  void candidateEventsLeaveNoGapInTheSequence() {
    server.solves(TWO_CANDIDATES);

    List<StepUpdate> updates =
        stream(with(StreamOptions.newBuilder().setCandidateEvents(true))).completed();

    assertThat(updates.stream().map(StepUpdate::getSequence))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, updates.size()).boxed().toList());
    assertThat(updates).hasSizeGreaterThan(8);
  }

  @Test
  void aStepFailsWithTheSameStatusInItsUpdateAndItsCall() {
    Failure failure =
        Failure.of(Status.Code.RESOURCE_EXHAUSTED, "MODEL_RATE_LIMITED", "The provider is busy.")
            .retryAfter(Duration.ofSeconds(7));
    server.solves(solve().constraints("One.").candidate("A plan.", 90).fail(failure));

    Call<StepUpdate> call = stream(REQUEST);

    assertThat(call.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(call.errorInfo().get().getReason()).isEqualTo("MODEL_RATE_LIMITED");
    assertThat(call.errorInfo().get().getMetadataMap()).containsEntry("run_id", call.runId().get());
    assertThat(call.detail(com.google.rpc.RetryInfo.class).get().getRetryDelay().getSeconds())
        .isEqualTo(7);
    StepUpdate terminal = call.soFar().get(call.soFar().size() - 1);
    assertThat(terminal.getStep()).isEqualTo(Step.STEP_GENERATE_SOLUTIONS);
    assertThat(terminal.getStatus()).isEqualTo(StepStatus.STEP_STATUS_ERROR);
    assertThat(terminal.getError().getReason()).isEqualTo("MODEL_RATE_LIMITED");
  }

  @Test
  void aRunCanGoOnWithoutALostCandidateOrWithUpdatesOfTheTestsOwn() {
    Failure lost = Failure.of(Status.Code.UNAVAILABLE, "MODEL_UNAVAILABLE", "It is down.");
    StepUpdate own =
        StepUpdate.newBuilder()
            .setStep(Step.STEP_GENERATE_SOLUTIONS)
            .setStatus(StepStatus.STEP_STATUS_IN_PROGRESS)
            .build();
    server.solves(
        solve().constraints("One.").update(own).lostCandidate(lost).candidate("B", 1).select());

    List<StepUpdate> updates = stream(REQUEST).completed();

    assertThat(updates).hasSize(8);
    assertThat(updates.get(7).getResult().getSelectedSolution().getCandidateId())
        .isEqualTo("solution/2");
  }

  @Test
  void whatCannotBePlayedIsTheTestsMistake() {
    assertThatThrownBy(() -> server.solves(solve().select()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no candidate");
    assertThatThrownBy(() -> TWO_CANDIDATES.after(TWO_CANDIDATES.updates() + 1, solve().drop()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Call<StepUpdate> stream(SolveRequest request) {
    return Call.of(server.channel(), PlanGenServiceGrpc.getSolveStreamMethod(), request);
  }

  private static StepUpdate last(Call<StepUpdate> call) {
    return call.completed().get(call.completed().size() - 1);
  }

  private static SolveRequest with(StreamOptions.Builder options) {
    return REQUEST.toBuilder().setStreamOptions(options).build();
  }
}
