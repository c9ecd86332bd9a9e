package dev.plangen.server.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiModelFailureTest {

  @ParameterizedTest
  @CsvSource({
    "302,MISCONFIGURED",
    "400,REJECTED_REQUEST",
    "401,CREDENTIALS_REJECTED",
    "402,CREDENTIALS_REJECTED",
    "403,CREDENTIALS_REJECTED",
    "404,MISCONFIGURED",
    "408,UNAVAILABLE",
    "409,UNAVAILABLE",
    "413,CONTEXT_EXCEEDED",
    "422,REJECTED_REQUEST",
    "429,RATE_LIMITED",
    "500,UNAVAILABLE",
    "502,UNAVAILABLE",
    "503,UNAVAILABLE",
    "529,UNAVAILABLE"
  })
  void eachStatusIsAFailureOfItsKindAndOneRequest(int status, ModelFailed.Kind kind) {
    try (var test = new ModelUnderTest(_ -> Reply.status(status))) {
      ModelFailed failed = failure(test);

      assertThat(failed.kind()).isEqualTo(kind);
      assertThat(failed.message()).contains("acme/planner").contains("HTTP " + status);
      assertThat(failed.retryDelay()).isEmpty();
      assertThat(test.endpoint.calls()).hasSize(1);
      assertThat(test.sink.begun()).isEqualTo(1);
      assertThat(test.sink.refusals()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONTEXT_EXCEEDED | context_length_exceeded | Too many.",
        "CONTEXT_EXCEEDED | '' | This model's maximum context length is 4096 tokens.",
        "CONTEXT_EXCEEDED | '' | the request exceeds the available context size",
        "CONTEXT_EXCEEDED | '' | prompt is too long: 210000 tokens > 200000 maximum",
        "CONTEXT_EXCEEDED | '' | The input token count (9) exceeds the maximum number of tokens",
        "CONTENT_FILTERED | content_filter | The response was filtered.",
        "CONTENT_FILTERED | content_policy_violation | Your prompt was flagged.",
        "CREDENTIALS_REJECTED | '' | API key not valid. Please pass a valid API key.",
        "REJECTED_REQUEST | invalid_value | Invalid 'messages'."
      })
  void aBadRequestIsToldApartByWhatItSays(ModelFailed.Kind kind, String code, String message) {
    try (var test = new ModelUnderTest(_ -> Reply.error(400, message, code, ""))) {
      assertThat(failure(test).kind()).isEqualTo(kind);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"error\":{\"code\":400,\"message\":\"maximum context length\",\"status\":\"X\"}}]",
        "{\"object\":\"error\",\"message\":\"maximum context length\",\"code\":400}",
        "{\"error\":\"maximum context length\"}",
        "{\"error\":{\"error\":{\"message\":\"maximum context length\",\"param\":null}}}"
      })
  void errorsOfEveryShapeAreRead(String body) {
    try (var test = new ModelUnderTest(_ -> new Reply.Status(400, Map.of(), body))) {
      assertThat(failure(test).kind()).isEqualTo(ModelFailed.Kind.CONTEXT_EXCEEDED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Bad Gateway</html>", "null", "[]", "\"no\"", "{\"error\":7}"})
  void errorsWithoutAReadableBodyKeepTheirStatus(String body) {
    try (var test = new ModelUnderTest(_ -> new Reply.Status(500, Map.of(), body))) {
      assertThat(failure(test).kind()).isEqualTo(ModelFailed.Kind.UNAVAILABLE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429,Retry-After,7,7000",
    "429,Retry-After,1.5,1500",
    "429,retry-after-ms,250,250",
    "503,Retry-After,3,3000",
    "503,Retry-After,0,0"
  })
  void theProvidersRetryAfterIsKept(int status, String header, String value, long millis) {
    try (var test =
        new ModelUnderTest(_ -> new Reply.Status(status, Map.of(header, value), "{}"))) {
      assertThat(failure(test).retryDelay()).contains(Duration.ofMillis(millis));
      assertThat(test.endpoint.calls()).hasSize(1);
    }
  }

  @Test
  void noTextOfTheProviderAndNoSecretIsInTheException() {
    String leak = "sk-leaked rejected prompt";
    for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
      try (var test = new ModelUnderTest(_ -> Reply.error(status, leak, "leaked_code", "leak"))) {
        assertNothingLeaks(test, leak);
      }
    }
    try (var test =
        new ModelUnderTest(
            _ ->
                new ChatAnswer()
                    .raw(ChatAnswer.event("{\"error\":{\"message\":\"" + leak + "\"}}"))
                    .reply())) {
      assertNothingLeaks(test, leak);
    }
    try (var test = new ModelUnderTest(_ -> new ChatAnswer().raw(leak + "\n\n").cut().reply())) {
      assertNothingLeaks(test, leak);
    }
  }

  private static void assertNothingLeaks(ModelUnderTest test, String leak) {
    StringWriter trace = new StringWriter();
    thrownBy(test).printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .doesNotContain(leak)
        .doesNotContain("leaked_code")
        .doesNotContain(ModelUnderTest.KEY)
        .doesNotContain("127.0.0.1")
        .doesNotContain("Plan a trip");
  }

  @Test
  void aStreamWithoutAFinishReasonWasCut() {
    assertUnavailable(_ -> ChatAnswer.of("half", 2).withoutFinish().reply());
    assertUnavailable(_ -> ChatAnswer.of("half", 2).withoutFinish().withoutDone().reply());
    assertUnavailable(_ -> ChatAnswer.of("half", 2).finish("error").reply());
    assertUnavailable(_ -> ChatAnswer.of("", 2).withoutFinish().withoutUsage().reply());
  }

  @Test
  void aConnectionThatEndsInTheStreamIsACut() {
    assertUnavailable(_ -> ChatAnswer.of("half", 2).cut().reply());
  }

  @Test
  void aResetIsUnavailable() {
    assertUnavailable(_ -> ChatAnswer.of("half", 2).reset().reply());
    assertUnavailable(_ -> new Reply.Reset());
  }

  @Test
  void anErrorWithinTheStreamIsUnavailable() {
    assertUnavailable(
        _ ->
            ChatAnswer.of("half", 2)
                .raw(ChatAnswer.event("{\"error\":{\"message\":\"overloaded\",\"code\":500}}"))
                .reply());
    assertUnavailable(
        _ -> new ChatAnswer().raw(ChatAnswer.event("{\"error\":\"overloaded\"}")).reply());
  }

  @Test
  void whatIsNoEventStreamOfJsonIsUnavailable() {
    assertUnavailable(
        _ -> ChatAnswer.of("half", 2).raw(ChatAnswer.event("{\"choices\":[{\"del")).reply());
    assertUnavailable(_ -> new ChatAnswer().raw(ChatAnswer.event("[1]")).withoutFinish().reply());
    assertUnavailable(_ -> new Reply.Status(200, Map.of(), "<html>Welcome</html>"));
    assertUnavailable(_ -> new Reply.Status(200, Map.of(), "{\"choices\":[]}"));
  }

  @Test
  void aStalledStreamEndsInTime() {
    try (var test =
        new ModelUnderTest(
            _ -> ChatAnswer.of("half", 2).stall().reply(),
            timeouts(Duration.ofMillis(200), Duration.ofMinutes(1)))) {
      assertThat(failure(test).kind()).isEqualTo(ModelFailed.Kind.UNAVAILABLE);
      test.endpoint.calls().getFirst().awaitClosedByClient(ModelUnderTest.LIMIT);
    }
  }

  @Test
  void aStallBeforeTheHeadersEndsInTime() {
    try (var test =
        new ModelUnderTest(
            _ -> Reply.silence(), timeouts(Duration.ofMillis(200), Duration.ofMinutes(1)))) {
      assertThat(failure(test).message()).contains("silent");
      assertThat(test.sink.refusals()).isZero();
      test.endpoint.calls().getFirst().awaitClosedByClient(ModelUnderTest.LIMIT);
    }
  }

  @Test
  void aCallThatLastsTooLongIsEndedBeforeItStalls() {
    try (var test =
        new ModelUnderTest(
            _ -> ChatAnswer.of("half", 2).stall().reply(),
            timeouts(Duration.ofMinutes(1), Duration.ofMillis(300)))) {
      ModelFailed failure = failure(test);
      assertThat(failure.message()).contains("in time");
      assertThat(failure.reason()).isEqualTo("MODEL_UNAVAILABLE");
      assertThat(failure.kind().isTransient()).as("worth paying again").isFalse();
      test.endpoint.calls().getFirst().awaitClosedByClient(ModelUnderTest.LIMIT);
    }
  }

  @Test
  void aProviderThatIsNotThereIsUnavailable() throws IOException {
    int freePort;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freePort = socket.getLocalPort();
    }
    try (var test =
        new ModelUnderTest(
            _ -> Reply.silence(),
            s ->
                Preset.VLLM.settings(
                    s.id(), "http://127.0.0.1:" + freePort + "/v1", s.apiKey(), "m"))) {
      assertThat(failure(test).kind()).isEqualTo(ModelFailed.Kind.UNAVAILABLE);
      assertThat(test.sink.refusals()).as("reached nobody").isEqualTo(1);
    }
  }

  private static UnaryOperator<OpenAiSettings> timeouts(Duration stall, Duration call) {
    return s ->
        new OpenAiSettings(
            s.id(),
            s.baseUrl(),
            s.apiKey(),
            s.apiKeyHeader(),
            s.model(),
            s.tokenLimitField(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Set.of(),
            false,
            new OpenAiTimeouts(Duration.ofSeconds(10), stall, call));
  }

  private static void assertUnavailable(OpenAiEndpoint.Behaviour behaviour) {
    try (var test = new ModelUnderTest(behaviour)) {
      ModelFailed failed = failure(test);
      assertThat(failed.kind()).isEqualTo(ModelFailed.Kind.UNAVAILABLE);
      assertThat(test.endpoint.calls()).hasSize(1);
      assertThat(test.sink.refusals()).as("it may have written, unseen").isZero();
    }
  }

  private static ModelFailed failure(ModelUnderTest test) {
    return (ModelFailed) thrownBy(test).failure();
  }

  private static FailureException thrownBy(ModelUnderTest test) {
    return catchThrowableOfType(FailureException.class, test::generate);
  }
}
