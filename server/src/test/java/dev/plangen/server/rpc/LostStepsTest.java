package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.ScriptedServer;
import dev.plangen.server.testing.Story;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.TreeOfThought;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tree of Thought whose steps are lost: the search goes on with the others while there are any. */
@Timeout(60)
class LostStepsTest {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  private final ScriptedServer server = new ScriptedServer();
  private final KeyedScript script = server.script();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void ofEqualStepsTheFirstAloneGoesOn() {
    script
        .on("tot/1", text("Go to Oslo.\n"))
        .on("tot/2", text("Go to Oslo."))
        .lastStep("tot/1", 50, 97);
    Story story = server.solve(tree(2, 3, 9));

    assertThat(story.lines(EventCase.NODE_EXPANDED, EventCase.CANDIDATE_FAILED))
        .containsExactly("failed tot/2 NOT_NEEDED", "expanded the root at 0: tot/1 50 complete");
    assertThat(server.asked()).doesNotContain("reward/2", "completion/2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tot/1", "reward/1", "completion/1"})
  void aStepWhoseCallFailsIsLostAndTheSearchGoesOn(String call) {
    script.on(call, failing(DOWN, "half")).step("tot/2", 0).lastStep("tot/2/1", 50, 97);
    Story story = server.solve(tree(2, 3, 9));

    assertThat(story.lines(EventCase.CANDIDATE_FAILED))
        .containsExactly("failed tot/1 MODEL_UNAVAILABLE");
    assertThat(story.lines(EventCase.NODE_EXPANDED).getFirst())
        .isEqualTo("expanded the root at 0: tot/2 0");
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("tot/2/1");
  }

  @Test
  void aPlanWhoseVerificationFailsIsNeverPreferredToOneThatWasVerified() {
    script.lastStep("tot/1", 50, 100).on("verify/1", failing(DOWN)).lastStep("tot/2", 50, -100);
    Story story = server.solve(tree(2, 3, 1));

    assertThat(story.lines(EventCase.CANDIDATE_FAILED))
        .containsExactly("failed tot/1 MODEL_UNAVAILABLE");
    assertThat(story.result().getSolutionsList()).hasSize(2);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("tot/2");
  }

  @Test
  void theRunFailsWhenEveryStepIsLost() {
    script.on("tot/1", failing(DOWN)).on("tot/2", failing(DOWN));

    assertThat(failure(2, 3).reason()).isEqualTo("MODEL_UNAVAILABLE");
  }

  @Test
  void aSearchThatComesToItsLimitsWithoutACompletePlanFails() {
    Refused.Details failure = failure(2, 2);

    assertThat(failure.code()).isEqualTo(Status.Code.ABORTED);
    assertThat(failure.reason()).isEqualTo("MODEL_OUTPUT_UNUSABLE");
  }

  @Test
  void equalStepsAreNotBlamedForThatThereIsNoPlan() {
    script.on("tot/1", text("Go to Oslo.")).on("tot/2", text("Go to Oslo."));

    assertThat(failure(2, 1).reason()).isEqualTo("MODEL_OUTPUT_UNUSABLE");
  }

  private Refused.Details failure(int branching, int maxDepth) {
    return server
        .server()
        .solveStream(ScriptedServer.request(tree(branching, maxDepth, 9)).build())
        .failed();
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
