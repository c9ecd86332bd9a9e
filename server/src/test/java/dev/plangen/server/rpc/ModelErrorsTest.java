package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers are told of a model's failures, and what they are not. */
class ModelErrorsTest {

  private static final String SECRET = "SECRET-PROVIDER-TEXT";
  private static final String PROBLEM = "CONFIDENTIAL-PROBLEM";

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder()
          .setProblem(PROBLEM)
          .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true))
          .build();

  record Case(String name, Reply reply, Status.Code code, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> failures() {
    return Stream.of(
        refused(401, "", Status.Code.FAILED_PRECONDITION, "MODEL_CREDENTIALS_REJECTED"),
        refused(403, "", Status.Code.FAILED_PRECONDITION, "MODEL_CREDENTIALS_REJECTED"),
        refused(404, "", Status.Code.FAILED_PRECONDITION, "MODEL_MISCONFIGURED"),
        refused(429, "", Status.Code.RESOURCE_EXHAUSTED, "MODEL_RATE_LIMITED"),
        refused(500, "", Status.Code.UNAVAILABLE, "MODEL_UNAVAILABLE"),
        refused(400, "", Status.Code.FAILED_PRECONDITION, "MODEL_REJECTED_REQUEST"),
        refused(
            400,
            "context_length_exceeded",
            Status.Code.FAILED_PRECONDITION,
            "MODEL_CONTEXT_EXCEEDED"),
        refused(400, "content_filter", Status.Code.FAILED_PRECONDITION, "MODEL_CONTENT_FILTERED"),
        new Case(
            "a text cut off by the filter",
            ChatAnswer.of(SECRET, 4).finish("content_filter").reply(),
            Status.Code.FAILED_PRECONDITION,
            "MODEL_CONTENT_FILTERED"),
        new Case(
            "a stream that breaks off",
            ChatAnswer.of("half", 4).cut().reply(),
            Status.Code.UNAVAILABLE,
            "MODEL_UNAVAILABLE"),
        new Case(
            "an error in the stream",
            ChatAnswer.of("half", 4)
                .raw(ChatAnswer.event("{\"error\":{\"message\":\"" + SECRET + "\"}}"))
                .reply(),
            Status.Code.UNAVAILABLE,
            "MODEL_UNAVAILABLE"),
        new Case(
            "an empty answer", ChatAnswer.text(""), Status.Code.ABORTED, "MODEL_OUTPUT_UNUSABLE"));
  }

  private static Case refused(int status, String code, Status.Code expected, String reason) {
    return new Case(
        "HTTP " + status + " " + code,
        Reply.error(status, SECRET + " " + TestServer.KEY, code, ""),
        expected,
        reason);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsTheSameInTheStatusAndInTheLastUpdateAndSaysNothingOfTheProvider(Case failure)
      throws Exception {
    var provider = ScriptedProvider.always(_ -> failure.reply());
    try (var logs = new CapturedLogs();
        var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      Received<SolveRequest, StepUpdate> stream = server.solveStream(REQUEST);
      Received<SolveRequest, SolveResponse> unary = server.solve(REQUEST);
      StepUpdate error = assertFails(stream, failure, Step.STEP_EXTRACT_CONSTRAINTS);

      assertThat(unary.failed().code()).isEqualTo(failure.code());
      assertThat(unary.failed().reason()).isEqualTo(failure.reason());
      assertThat(unary.failed().message()).isEqualTo(error.getError().getMessage());
      assertThat(unary.failed().info().orElseThrow().getMetadataMap())
          .isEqualTo(Map.of("run_id", unary.runIdHeader().orElseThrow()));

      assertThat(logs.awaitOutcome(stream.awaitRunId())).isEqualTo(failure.reason());
      assertThat(logs.awaitOutcome(unary.awaitRunId())).isEqualTo(failure.reason());
      String wire =
          withoutModelText(stream.messages())
              + stream.failed().everything()
              + unary.failed().everything();
      assertThat(wire + logs.text()).doesNotContain(SECRET, TestServer.KEY);
      assertThat(logs.text()).doesNotContain(PROBLEM);
    }
  }

  /** What a model wrote is its caller's to read; what its provider says of a failure is not. */
  private static String withoutModelText(List<StepUpdate> updates) {
    return updates.stream()
        .filter(update -> !update.getProgress().hasTextDelta())
        .filter(update -> !update.getProgress().hasCallCompleted())
        .toList()
        .toString();
  }

  @ParameterizedTest
  @EnumSource(
      value = AnswerFormat.class,
      names = {"CONSTRAINTS", "PLAN", "VERDICT"})
  void theErrorNamesTheStepWhoseFailureEndedTheRun(AnswerFormat failing) throws Exception {
    Case failure = refused(401, "", Status.Code.FAILED_PRECONDITION, "MODEL_CREDENTIALS_REJECTED");
    var provider = ScriptedProvider.solving().on(failing, _ -> failure.reply());
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      Step step =
          switch (failing) {
            case CONSTRAINTS -> Step.STEP_EXTRACT_CONSTRAINTS;
            case PLAN -> Step.STEP_GENERATE_SOLUTIONS;
            case VERDICT, SCORE -> Step.STEP_VERIFY_SOLUTIONS;
          };
      var stream = server.solveStream(REQUEST);
      assertFails(stream, failure, step);

      assertThat(
              stream.messages().stream()
                  .filter(update -> update.getProgress().hasCandidateFailed())
                  .toList())
          .hasSize(failing == AnswerFormat.CONSTRAINTS ? 0 : 5)
          .allMatch(update -> update.getStep() == step)
          .allMatch(
              update ->
                  update
                      .getProgress()
                      .getCandidateFailed()
                      .getError()
                      .getReason()
                      .equals(failure.reason()));
    }
  }

  @Test
  void aRateLimitTellsHowLongToWait() throws Exception {
    Reply told = new Reply.Status(429, Map.of("Retry-After", "17"), "{}");
    try (var endpoint = OpenAiEndpoint.start(_ -> told);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var stream = server.solveStream(REQUEST);

      assertThat(stream.failed().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(stream.failed().retry().orElseThrow().getRetryDelay())
          .isEqualTo(Durations.fromSeconds(17));
      assertThat(stream.messages().getLast().getError().getRetryDelay())
          .isEqualTo(Durations.fromSeconds(17));
    }
  }

  @Test
  void aRateLimitThatTellsNoTimeStillCarriesRetryInfo() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(_ -> Reply.status(429));
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      assertThat(server.solve(REQUEST).failed().retry()).isPresent();
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
      Case internal = new Case("", Reply.status(500), Status.Code.INTERNAL, "INTERNAL");
      assertFails(stream, internal, Step.STEP_WORKFLOW);

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

  private static StepUpdate assertFails(
      Received<SolveRequest, StepUpdate> stream, Case failure, Step step) {
    Details status = stream.failed();
    StepUpdate last = stream.messages().getLast();
    String runId = stream.runIdHeader().orElseThrow();

    assertThat(last.getStatus()).isEqualTo(StepStatus.STEP_STATUS_ERROR);
    assertThat(last.getStep()).isEqualTo(step);
    assertThat(last.getRunId()).isEqualTo(runId);
    assertThat(last.getError().getCode()).isEqualTo(failure.code().value());
    assertThat(last.getError().getReason()).isEqualTo(failure.reason());
    assertThat(last.hasData() || last.hasResult() || last.hasProgress()).isFalse();
    assertThat(stream.messages().stream().filter(StepUpdate::hasError)).hasSize(1);

    assertThat(status.code()).isEqualTo(failure.code());
    assertThat(status.reason()).isEqualTo(failure.reason());
    assertThat(status.message()).isEqualTo(last.getError().getMessage());
    assertThat(status.info().orElseThrow().getDomain()).isEqualTo("plangen.dev");
    assertThat(status.info().orElseThrow().getMetadataMap()).isEqualTo(Map.of("run_id", runId));
    assertThat(status.retry().map(retry -> retry.getRetryDelay()))
        .isEqualTo(
            last.getError().hasRetryDelay()
                ? Optional.of(last.getError().getRetryDelay())
                : Optional.empty());
    return last;
  }
}
