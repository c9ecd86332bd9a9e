package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.RebuiltTexts;
import dev.plangen.server.testing.ScriptedServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.CallCompleted;
import dev.plangen.v1.Mixture;
import dev.plangen.v1.Rebase;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.TreeOfThought;
import dev.plangen.v1.VerificationResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deltas alone rebuild every step, every judgement of one, and every verdict of a search. */
@Timeout(60)
class SearchTextsTest {

  private final ScriptedServer server = new ScriptedServer();
  private final KeyedScript script = server.script();
  private final RebuiltTexts texts = new RebuiltTexts();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aTreeIsRebuiltFromItsDeltas() {
    script.step("tot/1", 80).lastStep("tot/1/1", 90, 40).lastStep("tot/1/2", 90, 97);

    assertThat(
            rebuilt(
                Algorithm.newBuilder()
                    .setTreeOfThought(TreeOfThought.newBuilder().setBranching(2))))
        .isEqualTo(4 * 3 + 2);
  }

  @Test
  void levelsAreRebuiltFromTheirDeltas() {
    script.step("rebase/1/1", 80).step("rebase/1/2", -80).lastStep("rebase/2/1", 90, 97);

    assertThat(rebuilt(Algorithm.newBuilder().setRebase(Rebase.newBuilder().setWidth(2))))
        .isEqualTo(3 * 3 + 1);
  }

  @Test
  void aMixtureIsRebuiltFromItsDeltas() {
    script.on("mixture/priors", text("tree_of_", "thought: 1")).lastStep("mixture/1/2", 0, 97);

    assertThat(rebuilt(Algorithm.newBuilder().setMixture(Mixture.newBuilder())))
        .isEqualTo(2 + 1 + 3 * 3 + 1);
  }

  /** How many texts were told as completed; each was rebuilt by then. */
  private int rebuilt(Algorithm.Builder algorithm) {
    SolveRequest request =
        ScriptedServer.request(algorithm)
            .setStreamOptions(
                StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true))
            .build();
    int completed = 0;
    for (StepUpdate update : server.server().solveStream(request).completed()) {
      texts.apply(update);
      StepProgress event = update.getProgress();
      if (event.hasCallCompleted()) {
        CallCompleted call = event.getCallCompleted();
        assertThat(rebuilt(call)).as(call.getCall()).isEqualTo(call.getText());
        completed++;
      }
      if (event.hasCandidateVerified()) {
        VerificationResult verdict = event.getCandidateVerified().getVerificationResult();
        assertThat(texts.verdict(verdict.getCandidateId())).isEqualTo(verdict.getFeedback());
        completed++;
      }
      if (event.hasCandidateCompleted() && event.getCandidateCompleted().getDepth() == 0) {
        var plan = event.getCandidateCompleted().getSolution();
        assertThat(texts.solution(plan.getCandidateId())).isEqualTo(plan.getText());
        completed++;
      }
    }
    return completed;
  }

  private String rebuilt(CallCompleted call) {
    String question = call.getCall().substring(0, call.getCall().indexOf('/'));
    return switch (question) {
      case "reward", "completion" -> texts.judgement(call.getCandidateId(), question);
      default -> texts.solution(call.getCandidateId());
    };
  }
}
