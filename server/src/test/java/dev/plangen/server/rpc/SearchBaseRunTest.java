package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedServer;
import dev.plangen.server.testing.Story;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Mixture;
import dev.plangen.v1.Rebase;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.TreeOfThought;
import dev.plangen.v1.Usage;
import dev.plangen.v1.VerificationResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A search that starts from another run makes no call that the other has made. */
@Timeout(60)
class SearchBaseRunTest {

  private final ScriptedServer server = new ScriptedServer();
  private final KeyedScript script = server.script();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aTreeIsSearchedAgainForNothing() {
    script.step("tot/1", 80).lastStep("tot/1/1", 0, 40).lastStep("tot/1/2", 0, 97);

    assertCostsNothing(
        Algorithm.newBuilder().setTreeOfThought(TreeOfThought.newBuilder().setBranching(2)),
        "tot/1/2");
  }

  @Test
  void levelsAreSearchedAgainForNothing() {
    script.lastStep("rebase/1/1", 0, 40).step("rebase/1/2", 80).lastStep("rebase/2/1", 0, 97);

    assertCostsNothing(
        Algorithm.newBuilder().setRebase(Rebase.newBuilder().setWidth(2)), "rebase/1/1");
  }

  @Test
  void aMixtureIsSearchedAgainForNothing() {
    script
        .on("verify/0/1", text("Score: 40"))
        .on("mixture/priors", text("tree_of_thought: 1"))
        .lastStep("mixture/1/2", 0, 97);

    assertCostsNothing(Algorithm.newBuilder().setMixture(Mixture.newBuilder()), "mixture/0/1");
  }

  /** The same candidates are judged by others, and none is written. */
  @Test
  void otherVerifiersCostNoPlan() {
    Algorithm.Builder best =
        Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(3));
    SolveRequest.Builder byProgram = ScriptedServer.request(best).addVerifiers("math");
    Story base = server.solve(byProgram.build());
    List<String> asked = server.asked();
    SolveRequest again =
        byProgram
            .clone()
            .setBaseRunId(base.updates().getFirst().getRunId())
            .clearVerifiers()
            .addVerifiers("calendar")
            .build();

    SolveResult otherProgram = server.solve(again).result();
    assertThat(otherProgram.getSolutionsList()).isEqualTo(base.result().getSolutionsList());
    assertThat(otherProgram.getVerificationResultsList())
        .extracting(VerificationResult::getVerifier)
        .containsOnly("calendar");
    assertThat(server.asked()).isEqualTo(asked);

    Usage usage = server.solve(again.toBuilder().addVerifiers("llm").build()).result().getUsage();
    assertThat(usage.getModelCalls()).isEqualTo(3);
    assertThat(server.asked().subList(asked.size(), asked.size() + 3))
        .containsExactlyInAnyOrder("verify/1", "verify/2", "verify/3");
  }

  /** As it was, and with a threshold that an earlier plan reaches. */
  private void assertCostsNothing(Algorithm.Builder algorithm, String withThreshold40) {
    Story whole = server.solve(algorithm);
    List<String> asked = server.asked();
    SolveRequest again =
        ScriptedServer.request(algorithm)
            .setBaseRunId(whole.updates().getFirst().getRunId())
            .build();

    assertThat(free(server.solve(again).result())).isEqualTo(free(whole.result()));
    SolveResult sooner =
        server.solve(again.toBuilder().setVerificationThreshold(40).build()).result();

    assertThat(sooner.getSelectedSolution().getCandidateId()).isEqualTo(withThreshold40);
    assertThat(sooner.getUsage().getModelCalls()).isZero();
    assertThat(server.asked()).isEqualTo(asked);
  }

  private static SolveResult free(SolveResult result) {
    return result.toBuilder().clearUsage().build();
  }
}
