package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.AlgorithmParameter;
import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GeneratePlanRequest;
import dev.plangen.v1.GeneratePlanResponse;
import dev.plangen.v1.ListAlgorithmsRequest;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.Model;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.Solution;
import dev.plangen.v1.Usage;
import dev.plangen.v1.VerificationResult;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.VerifyPlanResponse;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The agents one at a time, and the lists of what a request may name. */
class AgentCallsTest {

  private static final Usage ONE_CALL =
      Usage.newBuilder()
          .setModelCalls(1)
          .setInputTokens(100)
          .setCachedInputTokens(60)
          .setOutputTokens(20)
          .setReasoningTokens(5)
          .build();

  @Test
  void extractConstraintsAsksTheModelOnce() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var response =
          server
              .planGenBlocking()
              .extractConstraints(
                  ExtractConstraintsRequest.newBuilder().setProblem(Problems.MEETING).build());

      assertThat(response.getConstraintsList())
          .containsExactly("Meet on Monday.", "Meet for half an hour – größte Eile ✓.");
      assertThat(response.getUsage()).isEqualTo(ONE_CALL);
      assertThat(endpoint.calls()).hasSize(1);
      assertThat(endpoint.calls().getFirst().body().get("temperature").asDouble()).isZero();
    }
  }

  @Test
  void generatePlanAsksTheModelOnceAndGivesThePlanNoId() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call = new Received<GeneratePlanRequest, GeneratePlanResponse>();
      call.on(server.planGen())
          .generatePlan(
              GeneratePlanRequest.newBuilder()
                  .setProblem(Problems.MEETING)
                  .addConstraints("Only before noon.")
                  .build(),
              call);

      assertThat(call.completed())
          .containsExactly(
              GeneratePlanResponse.newBuilder()
                  .setSolution(
                      Solution.newBuilder()
                          .setText(ScriptedProvider.plan(1))
                          .setFinishReason(FinishReason.FINISH_REASON_STOP))
                  .setUsage(ONE_CALL)
                  .build());
      assertThat(call.runIdHeader()).isPresent();
      assertThat(endpoint.calls()).hasSize(1);
      assertThat(endpoint.calls().getFirst().text("user")).contains("Only before noon.");
      assertThat(endpoint.calls().getFirst().body().get("temperature").asDouble()).isEqualTo(0.7);
    }
  }

  @Test
  void aPlanThatWasCutOffSaysSo() throws Exception {
    var provider =
        ScriptedProvider.solving()
            .on(AnswerFormat.PLAN, _ -> ChatAnswer.of("Half a plan", 4).finish("length").reply());
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var response =
          server
              .planGenBlocking()
              .generatePlan(GeneratePlanRequest.newBuilder().setProblem("p").build());

      assertThat(response.getSolution().getFinishReason())
          .isEqualTo(FinishReason.FINISH_REASON_LENGTH);
    }
  }

  @Test
  void verifyPlanGivesOneVerdictForAPlanFromAnywhere() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      VerifyPlanResponse response = server.planGenBlocking().verifyPlan(check());
      VerificationResult verdict =
          VerificationResult.newBuilder()
              .setVerifier("llm")
              .setScore(97)
              .setOutcome(Outcome.OUTCOME_PASSED)
              .setFeedback(ScriptedProvider.VERDICT)
              .build();

      assertThat(response)
          .isEqualTo(
              VerifyPlanResponse.newBuilder()
                  .setVerificationResult(verdict.toBuilder().clearVerifier())
                  .addVerificationResults(verdict)
                  .setUsage(ONE_CALL)
                  .build());
    }
  }

  @Test
  void aVerdictThatStaysUnreadableHasNoScoreAndIsNoError() throws Exception {
    var provider =
        ScriptedProvider.solving()
            .on(AnswerFormat.VERDICT, _ -> ChatAnswer.text("Well."))
            .on(AnswerFormat.SCORE, _ -> ChatAnswer.text("Score: high"));
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      VerifyPlanResponse response = server.planGenBlocking().verifyPlan(check());

      assertThat(response.getVerificationResult().hasScore()).isFalse();
      assertThat(response.getVerificationResult().getOutcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
      assertThat(response.getVerificationResult().getFeedback()).isEqualTo("Well.");
      assertThat(response.getUsage().getModelCalls()).isEqualTo(2);
    }
  }

  private static VerifyPlanRequest check() {
    return VerifyPlanRequest.newBuilder().setProblem(Problems.MEETING).setPlan("Monday.").build();
  }

  @Test
  void listModelsTellsWhatEachModelDoesNotTake() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server =
            TestServer.inProcess(
                endpoint,
                TestServer.NO_RETRIES,
                Set.of(
                    dev.plangen.server.llm.SamplingParameter.TEMPERATURE,
                    dev.plangen.server.llm.SamplingParameter.SEED))) {
      var models = server.planGenBlocking().listModels(ListModelsRequest.getDefaultInstance());

      assertThat(models.getModelsList())
          .containsExactly(
              Model.newBuilder()
                  .setId(TestServer.MODEL)
                  .setProvider("openai")
                  .addUnsupportedSamplingFields("seed")
                  .addUnsupportedSamplingFields("temperature")
                  .build());
      assertThat(models.getDefaultModel()).isEqualTo(TestServer.MODEL);
      assertThat(endpoint.connections()).isZero();
    }
  }

  @Test
  void listAlgorithmsTellsParametersWithBoundsAndTheMostCalls() throws Exception {
    try (var server = TestServer.offline()) {
      var listed =
          server.planGenBlocking().listAlgorithms(ListAlgorithmsRequest.getDefaultInstance());
      AlgorithmInfo bestOfN = listed.getAlgorithms(0);
      AlgorithmParameter candidates = bestOfN.getParameters(0);

      assertThat(listed.getDefaultAlgorithm()).isEqualTo("best_of_n");
      assertThat(bestOfN.getName()).isEqualTo("best_of_n");
      assertThat(bestOfN.getDescription()).endsWith(".");
      assertThat(bestOfN.getMaxModelCalls()).isEqualTo(16);
      assertThat(candidates.getName()).isEqualTo("candidates");
      assertThat(candidates.getDefaultValue()).isEqualTo(5);
      assertThat(candidates.getMinValue()).isEqualTo(1);
      assertThat(candidates.getMaxValue()).isEqualTo(64);
    }
  }
}
