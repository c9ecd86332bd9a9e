package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.CandidateFailed;
import dev.plangen.v1.Money;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.TreeOfThought;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that may not use up more ends with the best that it has. */
@Timeout(60)
class BudgetTest {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);
  private final TestServer server = TestServer.inProcess(model);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void modelCallsPayForAsManyVerifiedCandidatesAsTheyCan() {
    script.scores(10, 30, 20);
    SolveResult result = solve(Budget.newBuilder().setMaxModelCalls(8));

    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_MODEL_CALLS);
    assertThat(result.getSolutionsList()).hasSize(3);
    assertThat(result.getVerificationResultsList()).hasSize(3);
    assertThat(result.getSelectedSolution().getCandidateId()).isEqualTo("solution/2");
    assertThat(result.getUsage().getModelCalls()).isEqualTo(7);
  }

  @Test
  void aBudgetThatIsJustEnoughStopsNothing() {
    assertThat(solve(Budget.newBuilder().setMaxModelCalls(11)).getStopReason())
        .isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
  }

  @Test
  void aRepairThatCannotBePaidLeavesThePlanUnscored() {
    script.on("verify/1", text("Good."));
    SolveResult result = solve(Budget.newBuilder().setMaxModelCalls(3));

    assertThat(result.getSelectedSolution().getCandidateId()).isEqualTo("solution/1");
    assertThat(result.getSelectedSolution().hasScore()).isFalse();
    assertThat(result.getUsage().getModelCalls()).isEqualTo(3);
  }

  @Test
  void tokensThatTheFirstCandidatesLeavePayForMore() {
    // At first they pay for fewer than 5 at once; but these texts are short.
    SolveResult result = solve(Budget.newBuilder().setMaxTotalTokens(6000));

    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
    assertThat(result.getSolutionsList()).hasSize(5);
    assertThat(model.asked())
        .allSatisfy(
            ask -> assertThat(ask.options().maxOutputTokens().orElseThrow()).isBetween(256, 6000));
  }

  @Test
  void aBudgetThatPaysForNoPlanIsAFailureOfTheWholeRun() {
    Received<SolveRequest, StepUpdate> call =
        server.solveStream(
            request(Budget.newBuilder().setMaxTotalTokens(1000)).toBuilder()
                .addConstraints("Short.".repeat(100))
                .build());

    assertThat(call.failed().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(call.failed().reason()).isEqualTo("BUDGET_EXHAUSTED");
    assertThat(call.failed().retry()).isEmpty();
    StepUpdate last = call.messages().getLast();
    assertThat(last.getStep()).isEqualTo(Step.STEP_WORKFLOW);
    assertThat(last.getStatus()).isEqualTo(StepStatus.STEP_STATUS_ERROR);
  }

  @Test
  void theSoftDeadlineTakesTheBestOfWhatIsThere() {
    script.scores(40, 60).on("solution/3", held(gate, text("never")));
    script.on("verify/4", held(new Gate(), text("never")));

    List<StepUpdate> updates =
        server
            .solveStream(
                request(soft(Duration.ofSeconds(1))).toBuilder()
                    .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true))
                    .build())
            .completed();

    SolveResult result = updates.getLast().getResult();
    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_SOFT_DEADLINE);
    assertThat(result.getSelectedSolution().getCandidateId()).isEqualTo("solution/2");
    assertThat(result.getSolutionsList()).hasSize(4);
    assertThat(result.getVerificationResultsList()).hasSize(3);
    assertThat(updates.stream().filter(update -> update.getProgress().hasSearchStopped()))
        .hasSize(1);
    assertThat(failures(updates))
        .allSatisfy(
            failed -> {
              assertThat(failed.getError().getReason()).isEqualTo("NOT_NEEDED");
              assertThat(failed.getError().getCode()).isEqualTo(Status.Code.CANCELLED.value());
            })
        .extracting(CandidateFailed::getCandidateId)
        .containsExactlyInAnyOrder("solution/3", "solution/4");
    assertThat(updates.stream().filter(update -> !update.hasProgress())).hasSize(8);
  }

  @Test
  void anUnverifiedPlanIsBetterThanNone() {
    IntStream.rangeClosed(1, 5)
        .forEach(i -> script.on("verify/" + i, held(new Gate(), text("never"))));

    List<StepUpdate> updates = server.solveStream(request(soft(Duration.ofSeconds(1)))).completed();

    SolveResult result = updates.getLast().getResult();
    assertThat(updates).hasSize(8);
    assertThat(result.getSelectedSolution().getCandidateId()).isEqualTo("solution/1");
    assertThat(result.getSelectedSolution().getVerified()).isFalse();
    assertThat(result.getSelectedSolution().hasScore()).isFalse();
  }

  @Test
  void aSoftDeadlineBeforeAnythingIsThereIsAFailure() {
    script.on("constraints", held(gate, text("never")));

    Received<SolveRequest, StepUpdate> call =
        server.solveStream(request(soft(Duration.ofMillis(100))));

    assertThat(call.failed().code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(call.failed().reason()).isEqualTo("SOFT_DEADLINE_EXCEEDED");
    assertThat(call.messages().getLast().getStep()).isEqualTo(Step.STEP_WORKFLOW);
  }

  @Test
  void theTimeEndsWhatTheBudgetLetGoOn() {
    // The repair is not paid for, which stops the search; the second plan is.
    script.on("verify/1", text("Good.")).on("solution/2", held(new Gate(), text("never")));

    SolveResult result =
        server
            .solveStream(
                request(soft(Duration.ofSeconds(2)).setMaxModelCalls(5)).toBuilder()
                    .setAlgorithm(
                        Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(2)))
                    .build())
            .completed()
            .getLast()
            .getResult();

    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_MODEL_CALLS);
    assertThat(result.getSelectedSolution().getCandidateId()).isEqualTo("solution/1");
    assertThat(result.getSolutionsList()).hasSize(1);
  }

  @Test
  void aRunStartedFromOneThatItsBudgetCutShortMakesTheRest() {
    Received<SolveRequest, StepUpdate> small =
        server.solveStream(request(Budget.newBuilder().setMaxModelCalls(5)));
    small.completed();

    SolveResult whole =
        server
            .solveStream(
                request(Budget.newBuilder()).toBuilder().setBaseRunId(small.awaitRunId()).build())
            .completed()
            .getLast()
            .getResult();

    assertThat(whole.getSolutionsList()).hasSize(5);
    assertThat(whole.getUsage().getModelCalls()).isEqualTo(6);
  }

  @Test
  void lossesAreToldBeforeTheBudgetIsBlamed() {
    IntStream.rangeClosed(1, 5).forEach(i -> script.on("solution/" + i, failing(DOWN)));

    assertThat(
            server.solveStream(request(Budget.newBuilder().setMaxModelCalls(11))).failed().reason())
        .isEqualTo("MODEL_UNAVAILABLE");
  }

  @Test
  void whatIsWrongWithABudgetIsNamed() {
    Budget wrong =
        Budget.newBuilder()
            .setMaxModelCalls(2)
            .setMaxTotalTokens(999)
            .setSoftDeadline(Durations.fromSeconds(0))
            .setMaxCost(Money.newBuilder().setCurrencyCode("USD").setUnits(1))
            .build();

    assertThat(server.solveStream(request(wrong.toBuilder())).failed().fields())
        .containsExactly(
            "budget.max_model_calls",
            "budget.max_total_tokens",
            "budget.max_cost",
            "budget.soft_deadline");
  }

  /** The constraints; a step and two questions about it; the verdict on the plan. */
  @Test
  void aPlanThatIsWrittenStepByStepTakesFiveCallsAtLeast() {
    SolveRequest.Builder tree =
        request(Budget.newBuilder().setMaxModelCalls(4)).toBuilder()
            .setAlgorithm(
                Algorithm.newBuilder().setTreeOfThought(TreeOfThought.getDefaultInstance()));

    assertThat(server.solveStream(tree.build()).failed().fields())
        .containsExactly("budget.max_model_calls");
    script.lastStep("tot/1", 0, 97);
    tree.setBudget(Budget.newBuilder().setMaxModelCalls(5));
    assertThat(server.solveStream(tree.build()).completed().getLast().getResult().getStopReason())
        .isEqualTo(StopReason.STOP_REASON_THRESHOLD);
  }

  private SolveResult solve(Budget.Builder budget) {
    return server.solveStream(request(budget)).completed().getLast().getResult();
  }

  private static SolveRequest request(Budget.Builder budget) {
    return SolveRequest.newBuilder().setProblem("Plan a day.").setBudget(budget).build();
  }

  private static Budget.Builder soft(Duration after) {
    return Budget.newBuilder().setSoftDeadline(Durations.fromMillis(after.toMillis()));
  }

  private static List<CandidateFailed> failures(List<StepUpdate> updates) {
    return updates.stream()
        .filter(update -> update.getProgress().hasCandidateFailed())
        .map(update -> update.getProgress().getCandidateFailed())
        .toList();
  }
}
