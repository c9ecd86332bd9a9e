package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import io.grpc.Status;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where in a run a model fails, and what is told of failures that are no provider's. */
class ModelErrorsTest {

  private static final String SECRET = "SECRET-PROVIDER-TEXT";
  private static final String PROBLEM = "CONFIDENTIAL-PROBLEM";

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder()
          .setProblem(PROBLEM)
          .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true))
          .build();

  @ParameterizedTest
  @EnumSource(
      value = AnswerFormat.class,
      names = {"CONSTRAINTS", "PLAN", "VERDICT"})
  void theErrorNamesTheStepWhoseFailureEndedTheRun(AnswerFormat failing) throws Exception {
    String reason = "MODEL_CREDENTIALS_REJECTED";
    var provider = ScriptedProvider.solving().on(failing, _ -> Reply.status(401));
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      Step step =
          switch (failing) {
            case CONSTRAINTS -> Step.STEP_EXTRACT_CONSTRAINTS;
            case PLAN, STEP -> Step.STEP_GENERATE_SOLUTIONS;
            case VERDICT, SCORE, REWARD, COMPLETION, PRIORS -> Step.STEP_VERIFY_SOLUTIONS;
          };
      var stream = server.solveStream(REQUEST);
      assertFails(stream, Status.Code.FAILED_PRECONDITION, reason, step);

      assertThat(
              stream.messages().stream()
                  .filter(update -> update.getProgress().hasCandidateFailed())
                  .toList())
          .hasSize(failing == AnswerFormat.CONSTRAINTS ? 0 : 5)
          .allMatch(update -> update.getStep() == step)
          .allMatch(
              update ->
                  update.getProgress().getCandidateFailed().getError().getReason().equals(reason));
    }
  }

  /** What the engine does not expect is a bug: opaque to the caller, told in the log. */
  @Test
  void aBugIsOpaqueToTheCallerAndToldInTheLogWithoutItsMessage() throws Exception {
    var broken =
        new LanguageModel() {
          @Override
          public Completion generate(
              Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
            throw new IllegalArgumentException(SECRET + prompt.user());
          }

          @Override
          public Set<SamplingParameter> unsupported() {
            return Set.of();
          }
        };
    try (var logs = new CapturedLogs();
        var server = TestServer.inProcess(broken)) {
      var stream = server.solveStream(REQUEST);
      assertFails(stream, Status.Code.INTERNAL, "INTERNAL", Step.STEP_WORKFLOW);

      assertThat(logs.awaitOutcome(stream.awaitRunId())).isEqualTo("INTERNAL");
      assertThat(logs.text()).contains("IllegalArgumentException", stream.awaitRunId());
      assertThat(logs.text() + stream.failed().everything() + stream.messages())
          .doesNotContain(SECRET, PROBLEM);
    }
  }

  @Test
  void aSolveThatSucceedsLogsNothingOfWhatWasAskedOrAnswered() throws Exception {
    try (var logs = new CapturedLogs();
        var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var stream = server.solveStream(REQUEST);
      stream.completed();

      assertThat(logs.awaitOutcome(stream.awaitRunId())).isEqualTo("COMPLETE");
      assertThat(logs.text())
          .doesNotContain(PROBLEM, TestServer.KEY, "Meet on Monday", "im Büro", "geprüft");
    }
  }

  private static void assertFails(
      Received<SolveRequest, StepUpdate> stream, Status.Code code, String reason, Step step) {
    Details status = stream.failed();
    StepUpdate last = stream.messages().getLast();
    String runId = stream.runIdHeader().orElseThrow();

    assertThat(last.getStatus()).isEqualTo(StepStatus.STEP_STATUS_ERROR);
    assertThat(last.getStep()).isEqualTo(step);
    assertThat(last.getRunId()).isEqualTo(runId);
    assertThat(last.getError().getCode()).isEqualTo(code.value());
    assertThat(last.getError().getReason()).isEqualTo(reason);
    assertThat(last.hasData() || last.hasResult() || last.hasProgress()).isFalse();
    assertThat(stream.messages().stream().filter(StepUpdate::hasError)).hasSize(1);

    assertThat(status.code()).isEqualTo(code);
    assertThat(status.reason()).isEqualTo(reason);
    assertThat(status.message()).isEqualTo(last.getError().getMessage());
    assertThat(status.info().orElseThrow().getDomain()).isEqualTo("plangen.dev");
    assertThat(status.info().orElseThrow().getMetadataMap()).isEqualTo(Map.of("run_id", runId));
    assertThat(status.retry()).isEmpty();
  }
}
