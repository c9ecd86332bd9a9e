package dev.plangen.server.llm.openai;

import static dev.plangen.server.llm.SamplingParameter.MAX_OUTPUT_TOKENS;
import static dev.plangen.server.llm.SamplingParameter.SEED;
import static dev.plangen.server.llm.SamplingParameter.TEMPERATURE;
import static dev.plangen.server.llm.openai.ModelUnderTest.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.Failure.FieldViolation;
import dev.plangen.server.domain.Failure.InvalidRequest;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.Reply;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiModelParametersTest {

  private static final OpenAiEndpoint.Behaviour TEXT = _ -> ChatAnswer.text("The plan.");

  @Test
  void aRefusedDefaultIsLeftOutAndNotSentAgain() {
    try (var test = new ModelUnderTest(OpenAiEndpoint.refusing("temperature", TEXT))) {
      assertThat(test.model.unsupported()).isEmpty();
      test.generate(options(0.7, 1000, 42, SEED));

      assertThat(test.sink.text()).isEqualTo("The plan.");
      assertThat(test.sink.begun()).isEqualTo(2);
      assertThat(test.model.unsupported()).containsExactly(TEMPERATURE);
      assertThat(test.endpoint.calls())
          .extracting(call -> call.body().has("temperature"))
          .containsExactly(true, false);
      assertThat(test.endpoint.calls().getLast().body().path("seed").asLong()).isEqualTo(42);

      test.generate(options(0.7, 1000, 42));
      assertThat(test.endpoint.calls()).hasSize(3);
      assertThat(test.endpoint.calls().getLast().body().has("temperature")).isFalse();
    }
  }

  @Test
  void aRefusedWishOfTheCallerIsAnInvalidRequestAndRemembered() {
    try (var test = new ModelUnderTest(OpenAiEndpoint.refusing("temperature", TEXT))) {
      assertThat(violation(test, options(0.7, 1000, 42, TEMPERATURE)))
          .isEqualTo("sampling.temperature");
      assertThat(test.model.unsupported()).containsExactly(TEMPERATURE);
      assertThat(test.endpoint.calls()).hasSize(1);

      assertThat(violation(test, options(0.7, 1000, 42, TEMPERATURE)))
          .isEqualTo("sampling.temperature");
      assertThat(test.endpoint.calls()).hasSize(1);
    }
  }

  @Test
  void whatThePresetKnowsIsNeverSent() {
    try (var test =
        new ModelUnderTest(
            OpenAiEndpoint.refusing("temperature", TEXT),
            s -> Preset.OPENAI.settings(s.id(), s.baseUrl(), Optional.empty(), "gpt-5-mini"))) {
      test.generate(options(0.7, 1000, 42));
      assertThat(test.endpoint.calls()).hasSize(1);

      FailureException thrown =
          catchThrowableOfType(
              FailureException.class, () -> test.generate(options(0, 1000, 42, TEMPERATURE, SEED)));
      assertThat(((InvalidRequest) thrown.failure()).violations())
          .extracting(FieldViolation::field)
          .containsExactly("sampling.temperature");
      assertThat(test.endpoint.calls()).hasSize(1);
      assertThat(test.sink.begun()).isEqualTo(1);
    }
  }

  @Test
  void everyRefusedParameterIsLeftOutInOneCall() {
    try (var test =
        new ModelUnderTest(
            OpenAiEndpoint.refusing(
                "temperature", OpenAiEndpoint.refusing("max_completion_tokens", TEXT)))) {
      test.generate(options(0.7, 1000, 42));

      assertThat(test.endpoint.calls()).hasSize(3);
      assertThat(test.model.unsupported()).containsExactly(TEMPERATURE);
      assertThat(test.endpoint.calls().getLast().body().path("max_tokens").asInt()).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unsupported parameter: 'max_completion_tokens' is not supported. Use 'max_tokens'.",
        "max_completion_tokens: Extra inputs are not permitted",
        "Unrecognized request argument supplied: max_completion_tokens",
        "Unknown name \"max_completion_tokens\": Cannot find field."
      })
  void aTokenLimitIsSentUnderItsOtherNameWhoeverSetIt(String message) {
    try (var test =
        new ModelUnderTest(
            call ->
                call.body().has("max_completion_tokens")
                    ? Reply.error(400, message, "", "")
                    : TEXT.reply(call))) {
      test.generate(options(0.7, 1000, 42, MAX_OUTPUT_TOKENS));
      test.generate(options(0.7, 1000, 42));

      assertThat(test.endpoint.calls()).hasSize(3);
      assertThat(test.endpoint.calls().getLast().body().path("max_tokens").asInt()).isEqualTo(1000);
      assertThat(test.model.unsupported()).isEmpty();
    }
  }

  @Test
  void aServerThatRefusesBothNamesIsAskedTwiceAndNoMore() {
    try (var test =
        new ModelUnderTest(
            OpenAiEndpoint.refusing(
                "max_tokens", OpenAiEndpoint.refusing("max_completion_tokens", TEXT)))) {
      assertThat(violation(test, options(0.7, 1000, 42, MAX_OUTPUT_TOKENS)))
          .isEqualTo("sampling.max_output_tokens");
      assertThat(test.endpoint.calls()).hasSize(2);
    }
  }

  @Test
  void aServerThatRefusesWhatIsNotThereIsAskedOnce() {
    try (var test =
        new ModelUnderTest(
            _ -> Reply.error(400, "temperature is not supported", "", "temperature"))) {
      FailureException thrown = catchThrowableOfType(FailureException.class, test::generate);

      assertThat(((ModelFailed) thrown.failure()).kind())
          .isEqualTo(ModelFailed.Kind.REJECTED_REQUEST);
      assertThat(test.endpoint.calls()).hasSize(1);
      assertThat(test.model.unsupported()).isEmpty();
    }
  }

  @Test
  void aValueOutOfRangeDoesNotMakeAParameterUnsupported() {
    OpenAiEndpoint.Behaviour strict =
        _ ->
            Reply.error(
                400,
                "Invalid 'temperature': expected a value <= 1.",
                "decimal_above_max_value",
                "temperature");
    try (var test = new ModelUnderTest(strict)) {
      assertThat(violation(test, options(1.8, 1000, 42, TEMPERATURE)))
          .isEqualTo("sampling.temperature");
      FailureException thrown =
          catchThrowableOfType(FailureException.class, () -> test.generate(options(1.8, 1000, 42)));
      assertThat(((ModelFailed) thrown.failure()).kind())
          .isEqualTo(ModelFailed.Kind.REJECTED_REQUEST);
      assertThat(test.model.unsupported()).isEmpty();
      assertThat(test.endpoint.calls()).hasSize(2);
    }
  }

  @Test
  void callsRefusedAtTheSameTimeAllSucceed() {
    try (var test =
        new ModelUnderTest(
            OpenAiEndpoint.refusing(
                "temperature", OpenAiEndpoint.refusing("max_completion_tokens", TEXT)))) {
      assertThat(
              Fanout.map(
                  IntStream.range(0, 20).boxed().toList(),
                  Cancellation.create(),
                  (_, scope) ->
                      test.model
                          .generate(
                              ModelUnderTest.PROMPT,
                              options(0.7, 1000, 42),
                              new RecordingSink(),
                              scope)
                          .finish()))
          .containsOnly(FinishCause.STOP);
      assertThat(test.model.unsupported()).containsExactly(TEMPERATURE);
    }
  }

  private static String violation(ModelUnderTest test, GenerationOptions options) {
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> test.generate(options));
    return ((InvalidRequest) thrown.failure()).violations().getFirst().field();
  }
}
