package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedServer;
import dev.plangen.server.testing.Story;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.AlgorithmSelected;
import dev.plangen.v1.AlgorithmSelected.Arm;
import dev.plangen.v1.Mixture;
import dev.plangen.v1.Solution;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StopReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mixture of Algorithms as its caller sees it. */
@Timeout(60)
class MixtureScenarioTest {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  private final ScriptedServer server = new ScriptedServer();
  private final KeyedScript script = server.script();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aFirstPlanThatIsVerifiedEndsTheSearchBeforeAnythingIsSelected() {
    script.on("verify/0/1", text("Score: 97"));
    Story story = server.solve(mixture(5));

    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_THRESHOLD);
    assertThat(server.asked()).containsExactly("constraints", "mixture/0/1", "verify/0/1");
    assertThat(story.selections()).isEmpty();
  }

  @Test
  void algorithmsAreSelectedByTheTermsOfTheirBoundsUntilAPlanIsVerified() {
    scriptOfThreeIterations();
    Story story = server.solve(mixture(5));

    assertThat(story.lines(EventCase.ALGORITHM_SELECTED))
        .containsExactly("selected tree_of_thought", "selected tree_of_thought", "selected rebase");
    assertThat(story.selections())
        .extracting(AlgorithmSelected::getIteration)
        .containsExactly(1, 2, 3);
    double sqrtLn2 = Math.sqrt(Math.log(2));
    double sqrt2Ln2 = Math.sqrt(2 * Math.log(2));
    double sqrt2Ln3 = Math.sqrt(2 * Math.log(3));
    // Rewards of the tree: a score of 30 is 0.65, of 60 it is 0.8, and that one is an improvement.
    assertArms(
        story.selections().get(0),
        arm("best_of_n", 0, 0, 0.2, 0.25, 0),
        arm("tree_of_thought", 0, 0, 0.9, 0.25, 0),
        arm("rebase", 0, 0, 0.4, 0.25, 0));
    assertArms(
        story.selections().get(1),
        arm("best_of_n", 0, sqrt2Ln2, 0.1, 0.25, 0),
        arm("tree_of_thought", 0.5, sqrtLn2, 0.45, 0.5 / 3, 0),
        arm("rebase", 0, sqrt2Ln2, 0.2, 0.25, 0));
    assertArms(
        story.selections().get(2),
        arm("best_of_n", 0, sqrt2Ln3, 0.2 / 3, 0.25, 0),
        arm("tree_of_thought", 1.0 / 3, sqrt2Ln3 / Math.sqrt(3), 0.3, 0.125, 0.1),
        arm("rebase", 0, sqrt2Ln3, 0.4 / 3, 0.25, 0));
  }

  @Test
  void ofEachAlgorithmTheBestPlanIsPartOfTheResult() {
    scriptOfThreeIterations();
    Story story = server.solve(mixture(5));

    assertThat(story.result().getSolutionsList())
        .extracting(Solution::getCandidateId)
        .containsExactly("mixture/0/1", "mixture/1/2", "mixture/2/3", "mixture/3/1/4");
    assertThat(story.plans()).hasSize(1 + 21 + 21 + 1);
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_THRESHOLD);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("mixture/3/1/4");
    assertThat(story.lines(EventCase.INCUMBENT_CHANGED))
        .contains("incumbent mixture/0/1", "incumbent mixture/0/1 40", "incumbent mixture/2/3 60")
        .endsWith("incumbent mixture/3/1/4 97 verified")
        .noneMatch(line -> line.startsWith("incumbent mixture/1/"));
    assertThat(story.lines(EventCase.CANDIDATE_STARTED))
        .contains("started mixture/0/1", "started mixture/1/1 at 1", "started mixture/3/1/10 at 1");
  }

  @Test
  void theUnaryCallReturnsTheResultOfTheStream() {
    scriptOfThreeIterations();

    assertThat(server.unary(mixture(5))).isEqualTo(server.solve(mixture(5)).result());
  }

  @Test
  void theNextAttemptIsToldTheBestPlanSoFarAndWhatWasSaidOfIt() {
    scriptOfThreeIterations();
    script.on("verify/0/1", text("It forgets Zoë.\nScore: 40"));
    server.solve(mixture(5));

    assertThat(server.prompt("mixture/0/1")).doesNotContain("Plan of mixture/0/1");
    assertThat(server.prompt("mixture/priors"))
        .contains("Plan of mixture/0/1", "It forgets Zoë.", "best_of_n, tree_of_thought, rebase");
    assertThat(server.prompt("mixture/1/1")).contains("Plan of mixture/0/1", "It forgets Zoë.");
    // What the first algorithm made was worse.
    assertThat(server.prompt("mixture/2/1"))
        .contains("Plan of mixture/0/1", "It forgets Zoë.")
        .doesNotContain("Step of mixture/1");
    assertThat(server.prompt("mixture/3/1/1"))
        .contains("Step of mixture/2/3", "Score: 60")
        .doesNotContain("Plan of mixture/0/1");
  }

  private void scriptOfThreeIterations() {
    script
        .on("verify/0/1", text("Score: 40"))
        .on("mixture/priors", text("best_of_n: 0.2\ntree_of_thought: 0.9\nrebase: 0.4\n"))
        .firstSteps("mixture/1", 10)
        .lastStep("mixture/1/2", 0, 30)
        .firstSteps("mixture/2", -50)
        .lastStep("mixture/2/3", 0, 60)
        .lastStep("mixture/3/1/4", 0, 97);
  }

  @Test
  void theBestPlanSeenIsReturnedAtTheLimitOfIterationsHoweverBadTheLaterOnes() {
    script.on("verify/0/1", text("Score: 40")).on("mixture/priors", text("best_of_n: 1"));
    for (int candidate = 1; candidate <= 5; candidate++) {
      script.on("verify/1/" + candidate, text("Score: " + -candidate));
    }
    Story story = server.solve(mixture(1));

    assertThat(story.lines(EventCase.ALGORITHM_SELECTED)).containsExactly("selected best_of_n");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_SEARCH_LIMIT);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("mixture/0/1");
    assertThat(story.result().getSolutionsList())
        .extracting(Solution::getCandidateId)
        .containsExactly("mixture/0/1", "mixture/1/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"I can't tell.", "best_of_n: 70%", "{\"best_of_n\": 7}"})
  void priorsThatCannotBeReadAreNeutral(String answer) {
    script.on("mixture/priors", text(answer));
    Story story = server.solve(mixture(1));

    assertThat(story.selections().getFirst().getArmsList())
        .extracting(Arm::getPrior)
        .containsExactly(0.5, 0.5, 0.5);
    assertThat(story.lines(EventCase.ALGORITHM_SELECTED)).containsExactly("selected best_of_n");
  }

  @Test
  void priorsThatNobodyAnswersAreNeutralAndTheRunGoesOn() {
    script.on("mixture/priors", failing(DOWN));
    Story story = server.solve(mixture(1));

    assertThat(story.selections().getFirst().getArmsList())
        .extracting(Arm::getPrior)
        .containsExactly(0.5, 0.5, 0.5);
    assertThat(story.result().getSelectedSolution().getScore()).isEqualTo(50);
  }

  @Test
  void anAlgorithmThatComesToNoPlanIsAFailureOfItsOwnAndNotOfTheRun() {
    script
        .on("mixture/priors", text("tree_of_thought: 1"))
        .on("mixture/1/1", failing(DOWN))
        .on("mixture/1/2", failing(DOWN))
        .on("mixture/1/3", failing(DOWN));
    Story story = server.solve(mixture(2));

    // Its reward is 0, and all rewards are.
    assertThat(story.selections().get(1).getArms(1).getNormalisedReward()).isZero();
    assertThat(story.lines(EventCase.ALGORITHM_SELECTED))
        .containsExactly("selected tree_of_thought", "selected best_of_n");
    assertThat(story.result().getSolutionsList())
        .extracting(Solution::getCandidateId)
        .containsExactly("mixture/0/1", "mixture/2/1");
  }

  @Test
  void aTreeThatIsNeverCompleteCostsTheRunNoPlan() {
    script.on("mixture/priors", text("rebase: 1"));
    Story story = server.solve(mixture(1));

    assertThat(story.lines(EventCase.ALGORITHM_SELECTED)).containsExactly("selected rebase");
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("mixture/0/1");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_SEARCH_LIMIT);
  }

  @Test
  void aFirstPlanThatIsLostIsNotTheEnd() {
    script.on("mixture/0/1", failing(DOWN)).on("verify/1/3", text("Score: 97"));
    Story story = server.solve(mixture(1));

    assertThat(story.lines(EventCase.CANDIDATE_FAILED))
        .containsExactly("failed mixture/0/1 MODEL_UNAVAILABLE");
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("mixture/1/3");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_THRESHOLD);
  }

  private static void assertArms(AlgorithmSelected selection, Arm... arms) {
    assertThat(selection.getArmsList()).hasSize(arms.length);
    for (int i = 0; i < arms.length; i++) {
      Arm told = selection.getArms(i);
      assertThat(told.getAlgorithm()).isEqualTo(arms[i].getAlgorithm());
      assertThat(told.getNormalisedReward()).isCloseTo(arms[i].getNormalisedReward(), within(1e-9));
      assertThat(told.getExploration()).isCloseTo(arms[i].getExploration(), within(1e-9));
      assertThat(told.getPrior()).isCloseTo(arms[i].getPrior(), within(1e-9));
      assertThat(told.getDiversity()).isCloseTo(arms[i].getDiversity(), within(1e-9));
      assertThat(told.getRecovery()).isCloseTo(arms[i].getRecovery(), within(1e-9));
      assertThat(told.getBound()).isCloseTo(arms[i].getBound(), within(1e-9));
    }
  }

  private static Arm arm(
      String algorithm,
      double reward,
      double exploration,
      double prior,
      double diversity,
      double recovery) {
    return Arm.newBuilder()
        .setAlgorithm(algorithm)
        .setNormalisedReward(reward)
        .setExploration(exploration)
        .setPrior(prior)
        .setDiversity(diversity)
        .setRecovery(recovery)
        .setBound(reward + exploration + prior + diversity + recovery)
        .build();
  }

  /** With a recovery that is worth little, so that the third choice is another. */
  private static Algorithm.Builder mixture(int maxIterations) {
    return Algorithm.newBuilder()
        .setMixture(Mixture.newBuilder().setMaxIterations(maxIterations).setRecoveryWeight(0.1));
  }
}
