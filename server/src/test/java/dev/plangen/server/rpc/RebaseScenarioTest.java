package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedServer;
import dev.plangen.server.testing.Story;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.Budget;
import dev.plangen.v1.Rebase;
import dev.plangen.v1.Solution;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StopReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** REBASE as its caller sees it. */
@Timeout(60)
class RebaseScenarioTest {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  private final ScriptedServer server = new ScriptedServer();
  private final KeyedScript script = server.script();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theBeginningsOfALevelShareWhatIsLeftOfTheBudget() {
    script.lastStep("rebase/3/2", 0, 97);
    Story story =
        server.solve(
            ScriptedServer.request(rebase(4, 4))
                .setBudget(Budget.newBuilder().setMaxTotalTokens(20_000))
                .build());

    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_THRESHOLD);
    assertThat(story.lines(EventCase.CANDIDATE_STARTED)).hasSize(4 + 3 + 2);
  }

  @Test
  void theBetterABeginningTheMoreContinuationsItGets() {
    scriptOfThreeLevels();
    Story story = server.solve(rebase(5, 9));

    // The second level divides 4 among 20, 0 and -20: e^2, e and 1 make 2.66, 0.98 and 0.36.
    assertThat(story.lines(EventCase.CANDIDATE_STARTED))
        .containsExactlyInAnyOrder(
            "started rebase/1/1 at 1",
            "started rebase/1/2 at 1",
            "started rebase/1/3 at 1",
            "started rebase/1/4 at 1",
            "started rebase/1/5 at 1",
            "started rebase/2/1 after rebase/1/2 at 2",
            "started rebase/2/2 after rebase/1/3 at 2",
            "started rebase/2/3 after rebase/1/3 at 2",
            "started rebase/2/4 after rebase/1/3 at 2",
            "started rebase/3/1 after rebase/2/3 at 3",
            "started rebase/3/2 after rebase/2/3 at 3",
            "started rebase/3/3 after rebase/2/3 at 3");
    assertThat(story.lines(EventCase.NODE_EXPANDED))
        .startsWith(
            "expanded the root at 0: rebase/1/1 -100, rebase/1/2 0, rebase/1/3 20, rebase/1/4 -20,"
                + " rebase/1/5 -100")
        .endsWith("expanded rebase/2/3 at 2: rebase/3/1 0, rebase/3/2 50 complete, rebase/3/3 0")
        .contains(
            "expanded rebase/1/2 at 1: rebase/2/1 -100",
            "expanded rebase/1/3 at 1: rebase/2/2 30 complete, rebase/2/3 80, rebase/2/4 -100")
        .hasSize(4);
  }

  @Test
  void theSearchEndsWithTheFirstLevelThatHasAVerifiedPlan() {
    scriptOfThreeLevels();
    Story story = server.solve(rebase(5, 9));

    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_THRESHOLD);
    assertThat(story.lines(EventCase.INCUMBENT_CHANGED))
        .containsExactly(
            "incumbent rebase/2/2", "incumbent rebase/2/2 60", "incumbent rebase/3/2 97 verified");
    assertThat(story.result().getSolutionsList())
        .extracting(Solution::getCandidateId, Solution::getText)
        .containsExactly(
            tuple("rebase/2/2", "Step of rebase/1/3\nStep of rebase/2/2"),
            tuple("rebase/3/2", "Step of rebase/1/3\nStep of rebase/2/3\nStep of rebase/3/2"));
    assertThat(story.result().getUsage().getModelCalls()).isEqualTo(1 + (5 + 4 + 3) * 3 + 2);
    assertThat(server.asked()).noneMatch(key -> key.startsWith("rebase/4"));
  }

  @Test
  void theUnaryCallReturnsTheResultOfTheStream() {
    scriptOfThreeLevels();

    assertThat(server.unary(rebase(5, 9))).isEqualTo(server.solve(rebase(5, 9)).result());
  }

  private void scriptOfThreeLevels() {
    script
        .step("rebase/1/1", -100)
        .step("rebase/1/2", 0)
        .step("rebase/1/3", 20)
        .step("rebase/1/4", -20)
        .step("rebase/1/5", -100)
        .step("rebase/2/1", -100)
        .lastStep("rebase/2/2", 30, 60)
        .step("rebase/2/3", 80)
        .step("rebase/2/4", -100)
        .step("rebase/3/1", 0)
        .lastStep("rebase/3/2", 50, 97)
        .step("rebase/3/3", 0);
  }

  @Test
  void theWidthFallsByOneWithEachLevelAndEndsTheSearchAtZero() {
    script.lastStep("rebase/1/1", 0, 10);
    Story story = server.solve(rebase(3, 9));

    assertThat(story.lines(EventCase.CANDIDATE_STARTED)).hasSize(3 + 2 + 1);
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_SEARCH_LIMIT);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("rebase/1/1");
  }

  @Test
  void stepsAtTheDepthLimitAreAskedForCompletenessAndNotContinued() {
    script.lastStep("rebase/2/1", 0, 10);
    Story story = server.solve(rebase(3, 2));

    assertThat(server.asked()).contains("completion/2/1", "completion/2/2");
    assertThat(server.asked()).noneMatch(key -> key.startsWith("rebase/3"));
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_SEARCH_LIMIT);
    assertThat(story.result().getSolutionsList()).hasSize(1);
  }

  @Test
  void theNextStepIsAskedForWithTheStepsAndWhatWasSaidOfThem() {
    script
        .on("rebase/1/1", text("First do this."))
        .on("reward/1/1", text("The first step forgets Zoë.\nScore: 12"))
        .step("rebase/1/2", -100)
        .lastStep("rebase/2/1", 50, 97);
    server.solve(rebase(2, 3));

    assertThat(server.prompt("rebase/2/1")).contains("First do this.", "forgets Zoë.");
    assertThat(server.prompt("verify/2/1")).contains("First do this.\nStep of rebase/2/1");
  }

  @Test
  void aLostStepTakesNothingFromTheOthers() {
    script
        .on("rebase/1/1", failing(DOWN, "half"))
        .on("rebase/2/1", failing(DOWN))
        .step("rebase/1/2", 0)
        .step("rebase/1/3", -100)
        .lastStep("rebase/2/2", 50, 97);
    Story story = server.solve(rebase(3, 9));

    assertThat(story.lines(EventCase.CANDIDATE_FAILED))
        .containsExactly(
            "failed rebase/1/1 MODEL_UNAVAILABLE", "failed rebase/2/1 MODEL_UNAVAILABLE");
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("rebase/2/2");
    assertThat(story.result().getSelectedSolution().getText())
        .isEqualTo("Step of rebase/1/2\nStep of rebase/2/2");
  }

  @Test
  void everyPlanOfTheLastLevelIsVerifiedAndTheBestOfThemSelected() {
    script
        .lastStep("rebase/1/1", 0, 96)
        .lastStep("rebase/1/2", 0, 99)
        .lastStep("rebase/1/3", 0, -3);
    Story story = server.solve(rebase(3, 9));

    assertThat(story.result().getVerificationResultsList()).hasSize(3);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("rebase/1/2");
  }

  @Test
  void theRunFailsWhenEveryStepIsLost() {
    script.on("rebase/1/1", failing(DOWN)).on("rebase/1/2", failing(DOWN));

    assertThat(
            server
                .server()
                .solveStream(ScriptedServer.request(rebase(2, 2)).build())
                .failed()
                .reason())
        .isEqualTo("MODEL_UNAVAILABLE");
  }

  private static Algorithm.Builder rebase(int width, int maxDepth) {
    return Algorithm.newBuilder()
        .setRebase(Rebase.newBuilder().setWidth(width).setMaxDepth(maxDepth));
  }
}
