package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedServer;
import dev.plangen.server.testing.Story;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.Mixture;
import dev.plangen.v1.Rebase;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.TreeOfThought;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ends a search early leaves its best plan, or no call under way. */
@Timeout(60)
class SearchLimitsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /**
   * A search that soon has a plan with a score of 40, and would go on.
   *
   * @param incumbent that plan
   * @param next calls with which it would go on
   * @param calls how many it has made for that plan and what came with it
   * @param budget of calls, that pays for no more
   */
  record Search(
      Algorithm algorithm,
      String incumbent,
      List<String> next,
      int calls,
      int budget,
      UnaryOperator<KeyedScript> script) {
    @Override
    public String toString() {
      return algorithm.getKindCase().toString();
    }
  }

  static Stream<Search> searches() {
    return Stream.of(
        new Search(
            Algorithm.newBuilder()
                .setBestOfN(BestOfN.newBuilder().setCandidates(2).setParallelism(1))
                .build(),
            "solution/1",
            List.of("solution/2", "verify/2"),
            3,
            4,
            script -> script.scores(40, 30)),
        new Search(
            Algorithm.newBuilder()
                .setTreeOfThought(TreeOfThought.newBuilder().setBranching(2).setMaxDepth(3))
                .build(),
            "tot/2",
            List.of("tot/1/1", "reward/1/1", "completion/1/1", "verify/1/1"),
            8,
            11,
            script -> script.step("tot/1", 90).lastStep("tot/2", 0, 40).lastStep("tot/1/1", 0, 30)),
        new Search(
            Algorithm.newBuilder().setRebase(Rebase.newBuilder().setWidth(2)).build(),
            "rebase/1/2",
            List.of("rebase/2/1", "reward/2/1", "completion/2/1", "verify/2/1"),
            8,
            11,
            script ->
                script
                    .step("rebase/1/1", 90)
                    .lastStep("rebase/1/2", 0, 40)
                    .lastStep("rebase/2/1", 0, 30)),
        new Search(
            Algorithm.newBuilder().setMixture(Mixture.newBuilder().setMaxIterations(2)).build(),
            "mixture/0/1",
            List.of("mixture/priors", "mixture/1/2", "verify/1/2", "mixture/2/1", "reward/2/1"),
            4,
            5,
            script ->
                script
                    .on("verify/0/1", text("Score: 40"))
                    .on("mixture/priors", text("best_of_n: 1\ntree_of_thought: 0.9\nrebase: 0\n"))
                    .on("verify/1/1", text("Score: -100"))
                    .on("verify/1/2", text("Score: -100"))
                    .on("verify/1/3", text("Score: -100"))
                    .on("verify/1/4", text("Score: -100"))
                    .on("verify/1/5", text("Score: -100"))
                    .lastStep("mixture/2/1", 0, 30)));
  }

  private final Gate gate = new Gate();
  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("searches")
  void aBudgetThatPaysForNoMoreEndsTheSearchWithItsBestPlan(Search search) {
    play(search);
    Story story =
        server.solve(request(search, Budget.newBuilder().setMaxModelCalls(search.budget())));

    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_MODEL_CALLS);
    assertThat(story.lines(EventCase.SEARCH_STOPPED))
        .containsExactly("stopped STOP_REASON_MODEL_CALLS");
    assertIncumbent(search, story);
    assertThat(story.result().getUsage().getModelCalls()).isEqualTo(search.calls());
  }

  @ParameterizedTest
  @MethodSource("searches")
  void aBudgetThatPaysForNoPlanIsAFailureOfTheWholeRun(Search search) {
    Received<SolveRequest, StepUpdate> call =
        server
            .server()
            .solveStream(
                request(search, Budget.newBuilder().setMaxModelCalls(4).setMaxTotalTokens(1000))
                    .toBuilder()
                    .addConstraints("Short.".repeat(400))
                    .build());

    assertThat(call.failed().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(call.failed().reason()).isEqualTo("BUDGET_EXHAUSTED");
    assertThat(call.messages().getLast().getStep()).isEqualTo(Step.STEP_WORKFLOW);
    assertThat(server.asked()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("searches")
  void theSoftDeadlineEndsTheSearchWithItsBestPlan(Search search) throws Exception {
    play(search);
    holdAt(search.next().getFirst());
    Story story = server.solve(request(search, soft(Duration.ofSeconds(1))));

    gate.awaitCancelled(LIMIT);
    server.awaitIdle();
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_SOFT_DEADLINE);
    assertIncumbent(search, story);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void theSoftDeadlineBeforeThereIsAPlanIsAFailure(Search search) {
    String first = search.incumbent().replaceAll("2$", "1");
    holdAt(first);
    holdAt(search.incumbent());
    Received<SolveRequest, StepUpdate> call =
        server.server().solveStream(request(search, soft(Duration.ofMillis(300))));

    assertThat(call.failed().reason()).isEqualTo("SOFT_DEADLINE_EXCEEDED");
    assertThat(call.messages().getLast().getStep()).isEqualTo(Step.STEP_WORKFLOW);
  }

  private static Stream<Arguments> heldCalls() {
    return searches()
        .flatMap(search -> search.next().stream().map(call -> Arguments.of(search, call)));
  }

  @ParameterizedTest
  @MethodSource("heldCalls")
  void cancellingTheRunEndsEveryCall(Search search, String held) throws Exception {
    play(search);
    holdAt(held);
    Received<SolveRequest, StepUpdate> call = start(search);
    var cancel = CancelRunRequest.newBuilder().setRunId(call.awaitRunId()).build();

    var _ = server.server().runs().cancelRun(cancel);

    assertThat(call.failed().code()).isEqualTo(Status.Code.CANCELLED);
    assertNothingGoesOn();
    assertThat(server.server().runs().cancelRun(cancel).getState())
        .isEqualTo(RunState.RUN_STATE_CANCELLED);
  }

  @ParameterizedTest
  @MethodSource("heldCalls")
  void aCallerWhoGoesEndsEveryCall(Search search, String held) throws Exception {
    play(search);
    holdAt(held);
    Received<SolveRequest, StepUpdate> call = start(search);

    call.cancel();

    assertNothingGoesOn();
  }

  private void play(Search search) {
    var _ = search.script().apply(server.script());
  }

  private Received<SolveRequest, StepUpdate> start(Search search) {
    Received<SolveRequest, StepUpdate> call =
        server.server().solveStream(ScriptedServer.request(search.algorithm().toBuilder()).build());
    gate.awaitReached(LIMIT);
    return call;
  }

  private void assertNothingGoesOn() throws InterruptedException {
    gate.awaitCancelled(LIMIT);
    server.server().awaitNoLiveRuns(LIMIT);
    server.awaitIdle();
  }

  private void holdAt(String call) {
    server.script().on(call, held(gate, text("never"), "half"));
  }

  private static void assertIncumbent(Search search, Story story) {
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo(search.incumbent());
    assertThat(story.result().getSelectedSolution().getScore()).isEqualTo(40);
    assertThat(story.lines(EventCase.INCUMBENT_CHANGED))
        .endsWith("incumbent " + search.incumbent() + " 40");
  }

  private static SolveRequest request(Search search, Budget.Builder budget) {
    return ScriptedServer.request(search.algorithm().toBuilder()).setBudget(budget).build();
  }

  private static Budget.Builder soft(Duration after) {
    return Budget.newBuilder().setSoftDeadline(Durations.fromMillis(after.toMillis()));
  }
}
