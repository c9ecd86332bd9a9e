package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedServer;
import dev.plangen.server.testing.Story;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.Solution;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.TreeOfThought;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tree of Thought as its caller sees it. */
@Timeout(60)
class TreeOfThoughtScenarioTest {

  private final ScriptedServer server = new ScriptedServer();
  private final KeyedScript script = server.script();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theMostPromisingBeginningIsContinuedFirstUntilAPlanIsVerified() {
    scriptOfThreeExpansions();
    Story story = server.solve(tree(2, 3, 9));

    assertThat(story.lines(EventCase.NODE_EXPANDED))
        .containsExactly(
            "expanded the root at 0: tot/1 20, tot/2 80",
            "expanded tot/2 at 1: tot/2/1 90 complete, tot/2/2 10",
            "expanded tot/1 at 1: tot/1/1 50 complete, tot/1/2 95");
    assertThat(story.lines(EventCase.CANDIDATE_STARTED))
        .containsExactlyInAnyOrder(
            "started tot/1 at 1",
            "started tot/2 at 1",
            "started tot/2/1 after tot/2 at 2",
            "started tot/2/2 after tot/2 at 2",
            "started tot/1/1 after tot/1 at 2",
            "started tot/1/2 after tot/1 at 2");
    assertThat(story.lines(EventCase.CANDIDATE_COMPLETED, EventCase.CANDIDATE_VERIFIED))
        .containsExactly(
            "completed tot/2/1 after tot/2 at 2",
            "verified tot/2/1 60",
            "completed tot/1/1 after tot/1 at 2",
            "verified tot/1/1 97");
    assertThat(story.lines(EventCase.INCUMBENT_CHANGED))
        .containsExactly(
            "incumbent tot/2/1", "incumbent tot/2/1 60", "incumbent tot/1/1 97 verified");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_THRESHOLD);
    assertThat(story.result().getUsage().getModelCalls()).isEqualTo(1 + 6 * 3 + 2);
  }

  @Test
  void solutionsAreTheCompletePlansInTheOrderOfTheirNumbers() {
    scriptOfThreeExpansions();
    Story story = server.solve(tree(2, 3, 9));

    assertThat(story.result().getSolutionsList())
        .extracting(Solution::getCandidateId, Solution::getText)
        .containsExactly(
            tuple("tot/1/1", "Step of tot/1\nStep of tot/1/1"),
            tuple("tot/2/1", "Step of tot/2\nStep of tot/2/1"));
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("tot/1/1");
    assertThat(story.result().getSelectedSolution().getVerified()).isTrue();
  }

  @Test
  void theUnaryCallReturnsTheResultOfTheStream() {
    scriptOfThreeExpansions();

    assertThat(server.unary(tree(2, 3, 9))).isEqualTo(server.solve(tree(2, 3, 9)).result());
  }

  private void scriptOfThreeExpansions() {
    script
        .step("tot/1", 20)
        .step("tot/2", 80)
        .lastStep("tot/2/1", 90, 60)
        .step("tot/2/2", 10)
        .lastStep("tot/1/1", 50, 97)
        .step("tot/1/2", 95);
  }

  @Test
  void theNextStepIsAskedForWithTheStepsAndWhatWasSaidOfThem() {
    script
        .on("tot/1", text("  First do this.\n"))
        .on("reward/1", text("The first step forgets Zoë.\nScore: 12"))
        .lastStep("tot/1/1", 50, 97);
    server.solve(tree(1, 3, 9));

    assertThat(server.prompt("tot/1")).doesNotContain("First do this.");
    assertThat(server.prompt("reward/1")).contains("First do this.");
    assertThat(server.prompt("completion/1")).contains("First do this.");
    assertThat(server.prompt("tot/1/1")).contains("First do this.", "The first step forgets Zoë.");
    assertThat(server.prompt("verify/1/1")).contains("First do this.\nStep of tot/1/1");
  }

  @Test
  void aStepAtTheDepthLimitIsAskedForCompletenessAndNotContinued() {
    script.lastStep("tot/1/1", 50, 40).step("tot/1/2", 100);
    Story story = server.solve(tree(2, 2, 3));

    assertThat(server.asked()).contains("completion/1/1", "completion/1/2");
    // The most promising beginning has no depth left.
    assertThat(server.asked()).contains("tot/2/1").doesNotContain("tot/1/2/1");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_SEARCH_LIMIT);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("tot/1/1");
    assertThat(story.result().getSelectedSolution().getVerified()).isFalse();
  }

  @Test
  void theExpansionsAreAsManyAsMayBe() {
    script.lastStep("tot/1", 50, 40).step("tot/2", 100).step("tot/2/1", 90);
    Story story = server.solve(tree(2, 9, 3));

    assertThat(story.lines(EventCase.NODE_EXPANDED)).hasSize(3);
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_SEARCH_LIMIT);
  }

  @Test
  void whereEveryPlanIsRefusedTheRootIsContinuedAgainToldWhatWasWrong() {
    script
        .lastStep("tot/1", 0, 40)
        .on("verify/1", text("It forgets Zoë.\nScore: 40"))
        .lastStep("tot/2", 0, 30)
        .lastStep("tot/3", 0, 97)
        .step("tot/4", 100);
    Story story = server.solve(tree(2, 3, 9));

    assertThat(story.lines(EventCase.NODE_EXPANDED))
        .containsExactly(
            "expanded the root at 0: tot/1 0 complete, tot/2 0 complete",
            "expanded the root at 0: tot/3 0 complete, tot/4 100");
    assertThat(server.prompt("tot/1")).doesNotContain("It forgets Zoë.");
    assertThat(server.prompt("tot/3")).contains("Step of tot/1", "It forgets Zoë.");
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("tot/3");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_THRESHOLD);
  }

  @Test
  void aStepWhoseRewardCannotBeReadIsContinuedLast() {
    script
        .on("reward/1", text("Good!"))
        .step("tot/2", -100)
        .lastStep("tot/2/1", 0, 10)
        .lastStep("tot/2/2", 0, 20)
        .lastStep("tot/1/1", 0, 30)
        .lastStep("tot/1/2", 0, 40);
    Story story = server.solve(tree(2, 2, 3));

    assertThat(story.lines(EventCase.NODE_EXPANDED))
        .containsExactly(
            "expanded the root at 0: tot/1, tot/2 -100",
            "expanded tot/2 at 1: tot/2/1 0 complete, tot/2/2 0 complete",
            "expanded tot/1 at 1: tot/1/1 0 complete, tot/1/2 0 complete");
    assertThat(story.result().getSelectedSolution().getScore()).isEqualTo(40);
  }

  @Test
  void anAnswerAboutCompletenessThatCannotBeReadIsANo() {
    script.on("completion/1", text("Perhaps.")).lastStep("tot/1/1", 50, 97);

    assertThat(server.solve(tree(1, 3, 9)).lines(EventCase.NODE_EXPANDED))
        .containsExactly(
            "expanded the root at 0: tot/1 50", "expanded tot/1 at 1: tot/1/1 50 complete");
  }

  private static Algorithm.Builder tree(int branching, int maxDepth, int maxExpansions) {
    return Algorithm.newBuilder()
        .setTreeOfThought(
            TreeOfThought.newBuilder()
                .setBranching(branching)
                .setMaxDepth(maxDepth)
                .setMaxExpansions(maxExpansions));
  }
}
