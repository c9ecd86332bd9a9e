package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.Mixture;
import dev.plangen.v1.ModelUsage;
import dev.plangen.v1.Money;
import dev.plangen.v1.RoleModels;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.Usage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other models for the constraints, the verification and the choice of algorithms. */
@Timeout(60)
class RoleModelsTest {

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder()
          .setProblem("Plan a day.")
          .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(2)))
          .setRoleModels(
              RoleModels.newBuilder()
                  .setConstraints("acme/reader")
                  .setVerify("acme/judge")
                  .setSelect("acme/selector"))
          .build();

  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel planner = new ScriptedModel(script);
  private final ScriptedModel reader = new ScriptedModel(script);
  private final ScriptedModel judge = new ScriptedModel(script);
  private final ScriptedModel selector = new ScriptedModel(script);

  @Test
  void eachRoleIsPlayedByItsModel() {
    try (TestServer server = server()) {
      solve(
          server,
          REQUEST.toBuilder()
              .setAlgorithm(
                  Algorithm.newBuilder().setMixture(Mixture.newBuilder().setMaxIterations(1)))
              .build());

      assertThat(keys(reader)).containsExactly("constraints");
      assertThat(keys(selector)).containsExactly("mixture/priors");
      assertThat(keys(planner)).contains("mixture/0/1").allMatch(key -> key.startsWith("mixture/"));
      assertThat(keys(judge)).contains("verify/0/1").noneMatch(key -> key.startsWith("mixture/"));
    }
  }

  @Test
  void usageIsToldForEachModelAndAddsUp() {
    try (TestServer server = server()) {
      Usage usage = solve(server, REQUEST).getUsage();

      assertThat(usage.getModelsList())
          .extracting(ModelUsage::getModel, ModelUsage::getModelCalls)
          .containsExactly(
              tuple("acme/judge", 2L), tuple("acme/planner", 2L), tuple("acme/reader", 1L));
      assertThat(usage.getModelsList().stream().mapToLong(ModelUsage::getModelCalls).sum())
          .isEqualTo(usage.getModelCalls());
      assertThat(usage.getModelsList().stream().mapToLong(ModelUsage::getInputTokens).sum())
          .isEqualTo(usage.getInputTokens());
      assertThat(usage.getModelsList().stream().mapToLong(ModelUsage::getOutputTokens).sum())
          .isEqualTo(usage.getOutputTokens());
    }
  }

  @Test
  void oneModelAloneIsNotToldApart() {
    try (TestServer server = server()) {
      SolveRequest alone = REQUEST.toBuilder().clearRoleModels().build();

      assertThat(solve(server, alone).getUsage().getModelsList()).isEmpty();
    }
  }

  /** The judge's tokens cost a hundred times as much as the planner's. */
  @Test
  void aBudgetIsCountedByThePricesOfEachModel() {
    script.on("verify/1", text(Collections.nCopies(200, "word ").toArray(String[]::new)));
    SharedModel cheap = priced(planner, 1_000_000L);
    try (TestServer server =
        TestServer.inProcess(
            Map.of(
                TestServer.MODEL,
                cheap,
                "acme/reader",
                priced(reader, 1_000_000L),
                "acme/judge",
                priced(judge, 100_000_000L),
                "acme/selector",
                priced(selector, 1_000_000L)))) {
      // A plan of 256 tokens, read by the judge, and a verdict of 256 take 0.0512 USD, or are not
      // begun; the first verdict takes 0.02.
      SolveResult result =
          solve(
              server,
              REQUEST.toBuilder()
                  .setBudget(
                      Budget.newBuilder()
                          .setMaxCost(
                              Money.newBuilder().setCurrencyCode("USD").setNanos(60_000_000)))
                  .build());

      assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_COST);
      assertThat(result.getSolutionsList()).hasSize(1);
      assertThat(result.getVerificationResultsList()).hasSize(1);
    }
  }

  @Test
  void aModelThatIsNotServedIsNotFoundWhateverItsRole() {
    try (TestServer server = server()) {
      for (RoleModels roles :
          List.of(
              RoleModels.newBuilder().setConstraints("acme/none").build(),
              RoleModels.newBuilder().setVerify("acme/none").build(),
              RoleModels.newBuilder().setSelect("acme/none").build())) {
        assertThat(server.solveStream(REQUEST.toBuilder().setRoleModels(roles).build()).failed())
            .satisfies(
                refused -> assertThat(refused.reason()).isEqualTo("MODEL_NOT_FOUND"),
                refused -> assertThat(refused.message()).contains("acme/none"));
      }
      assertThat(planner.asked()).isEmpty();
    }
  }

  /** Every call of a run gets a seed, the judge's too. */
  @Test
  void aSeedThatOnlyTheJudgeDoesNotTakeIsRefusedBeforeAnythingIsPaid() {
    var seedless =
        new LanguageModel() {
          @Override
          public Set<SamplingParameter> unsupported() {
            return Set.of(SamplingParameter.SEED);
          }

          @Override
          public Completion generate(
              Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
            return judge.generate(prompt, options, sink, cancellation);
          }
        };
    try (TestServer server =
        TestServer.inProcess(
            Map.of(
                TestServer.MODEL,
                TestServer.shared(planner, TestServer.NO_RETRIES),
                "acme/judge",
                TestServer.shared(seedless, TestServer.NO_RETRIES)))) {
      SolveRequest.Builder request =
          REQUEST.toBuilder().setRoleModels(RoleModels.newBuilder().setVerify("acme/judge"));

      assertThat(solve(server, request.build()).getSolutionsList()).hasSize(2);
      request.setSampling(Sampling.newBuilder().setSeed(1));
      assertThat(server.solveStream(request.build()).failed().fields())
          .containsExactly("sampling.seed");
    }
  }

  private TestServer server() {
    return TestServer.inProcess(
        Map.of(
            TestServer.MODEL,
            TestServer.shared(planner, TestServer.NO_RETRIES),
            "acme/reader",
            TestServer.shared(reader, TestServer.NO_RETRIES),
            "acme/judge",
            TestServer.shared(judge, TestServer.NO_RETRIES),
            "acme/selector",
            TestServer.shared(selector, TestServer.NO_RETRIES)));
  }

  private static SharedModel priced(ScriptedModel model, long picos) {
    SharedModel free = TestServer.shared(model, TestServer.NO_RETRIES);
    return new SharedModel(
        free.adapter(),
        free.queue(),
        free.retries(),
        free.retryBudget(),
        Optional.of(new Prices(picos, picos, picos, "USD")));
  }

  private static SolveResult solve(TestServer server, SolveRequest request) {
    return server.solveStream(request).completed().getLast().getResult();
  }

  private List<String> keys(ScriptedModel model) {
    return model.asked().stream().map(ask -> script.key(ask).path()).toList();
  }
}
