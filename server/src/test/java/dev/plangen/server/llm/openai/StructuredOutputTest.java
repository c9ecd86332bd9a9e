package dev.plangen.server.llm.openai;

import static dev.plangen.server.llm.openai.ModelUnderTest.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.llm.AnswerSchema;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.prompt.PriorSchema;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.planning.prompt.VerdictReader;
import dev.plangen.server.planning.prompt.VerdictSchema;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A question for which there is a schema, asked of models that take it and of others. */
class StructuredOutputTest {

  private static final List<String> CONSTRAINTS = List.of("x <= 3");
  private static final Prompt QUESTION = Prompts.DEFAULT.verdict("p", CONSTRAINTS, "x is 2");
  private static final GenerationOptions WANTED = options(0, 1000, 42).in(VerdictSchema.SCHEMA);

  private static final String JSON =
      """
      {"checks": [{"constraint": 1, "reason": "x is 2", "result": "satisfied"}], "score": 100}
      """;

  /** Answers as it is asked to. */
  private static final OpenAiEndpoint.Behaviour OBEDIENT =
      call ->
          ChatAnswer.text(
              call.text("user").endsWith(VerdictSchema.SCHEMA.instruction()) ? JSON : "Score: 100");

  @Test
  void theSchemaIsSentAndTheQuestionAsksForWhatItDemands() {
    try (var test = new ModelUnderTest(OBEDIENT, StructuredOutputTest::structured)) {
      ask(test);

      ChatCall call = test.endpoint.calls().getFirst();
      JsonNode format = call.body().path("response_format");
      assertThat(format.path("type").asText()).isEqualTo("json_schema");
      assertThat(format.at("/json_schema/name").asText()).isEqualTo("verdict");
      assertThat(format.at("/json_schema/strict").asBoolean()).isTrue();
      assertThat(format.at("/json_schema/schema/properties/score/type").asText())
          .isEqualTo("integer");
      assertThat(call.text("user"))
          .endsWith("\n\n" + VerdictSchema.SCHEMA.instruction())
          .doesNotContain(AnswerFormat.VERDICT.instruction());
      assertThat(VerdictReader.read(test.sink.text(), CONSTRAINTS).constraints()).hasSize(1);
    }
  }

  @Test
  void upToHowToAnswerTheQuestionIsTheSameAsInText() {
    try (var test = new ModelUnderTest(OBEDIENT, StructuredOutputTest::structured)) {
      ask(test);
      test.model.generate(QUESTION, WANTED.inText(), test.sink, Cancellation.create());

      String inJson = test.endpoint.calls().getFirst().text("user");
      String inText = test.endpoint.calls().getLast().text("user");
      assertThat(inText).isEqualTo(QUESTION.user());
      assertThat(inJson)
          .startsWith(
              inText.substring(0, inText.length() - AnswerFormat.VERDICT.instruction().length()));
    }
  }

  @Test
  void nothingOfItIsSentWhereItIsNotWanted() {
    try (var test = new ModelUnderTest(OBEDIENT)) {
      ask(test);

      assertThat(test.endpoint.calls()).hasSize(1);
      assertThat(test.endpoint.calls().getFirst().body().has("response_format")).isFalse();
      assertThat(test.sink.text()).isEqualTo("Score: 100");
    }
  }

  static Stream<Reply> refusals() {
    return Stream.of(
        Reply.error(
            400,
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this"
                + " model.",
            "",
            ""),
        Reply.error(400, "Invalid schema for response_format 'verdict'.", "", "response_format"),
        Reply.error(400, "no", "unsupported_parameter", "response_format.type"),
        Reply.error(400, "This model does not support response format `json_schema`.", "", ""),
        new Reply.Status(
            422,
            Map.of(),
            """
            {"detail": [{"type": "literal_error", "loc": ["body", "response_format", "type"],
              "msg": "Input should be 'text' or 'json_object'"}]}
            """));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aModelThatRefusesItIsAskedForTextOnceAndFromThenOn(Reply refusal) {
    try (var logs = new CapturedLogs();
        var test =
            new ModelUnderTest(
                call -> call.body().has("response_format") ? refusal : OBEDIENT.reply(call),
                StructuredOutputTest::structured)) {
      ask(test);
      assertThat(test.sink.text()).isEqualTo("Score: 100");
      assertThat(test.sink.begun()).isEqualTo(2);

      ask(test);
      assertThat(test.endpoint.calls())
          .extracting(call -> call.body().has("response_format"))
          .containsExactly(true, false, false);
      assertThat(test.endpoint.calls().getLast().text("user")).isEqualTo(QUESTION.user());
      assertThat(logs.text()).containsOnlyOnce("does not take response_format");
    }
  }

  @Test
  void aRefusalWithoutAnySchemaInTheRequestIsAFailure() {
    Reply refusal = Reply.error(400, "response_format is not supported", "", "response_format");
    try (var test = new ModelUnderTest(_ -> refusal, StructuredOutputTest::structured)) {
      FailureException thrown = catchThrowableOfType(FailureException.class, () -> ask(test));

      assertThat(((ModelFailed) thrown.failure()).kind())
          .isEqualTo(ModelFailed.Kind.REJECTED_REQUEST);
      assertThat(test.endpoint.calls()).hasSize(2);
    }
  }

  @Test
  void anotherRefusalLeavesTheSchemaAsItIs() {
    try (var test =
        new ModelUnderTest(
            OpenAiEndpoint.refusing("temperature", OBEDIENT), StructuredOutputTest::structured)) {
      ask(test);

      assertThat(test.endpoint.calls())
          .extracting(call -> call.body().has("response_format"))
          .containsExactly(true, true);
      assertThat(test.sink.text()).isEqualTo(JSON);
    }
  }

  @Test
  void callsRefusedAtTheSameTimeAllSucceed() {
    Reply refusal = Reply.error(400, "response_format: unknown", "", "");
    try (var test =
        new ModelUnderTest(
            call -> call.body().has("response_format") ? refusal : OBEDIENT.reply(call),
            StructuredOutputTest::structured)) {
      assertThat(
              Fanout.map(
                  IntStream.range(0, 20).boxed().toList(),
                  Cancellation.create(),
                  (_, scope) ->
                      test.model.generate(QUESTION, WANTED, new RecordingSink(), scope).finish()))
          .containsOnly(FinishCause.STOP);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Preset.class,
      names = {"OPENAI", "AZURE", "GEMINI", "OLLAMA", "VLLM", "LLAMA_CPP"})
  void providersThatDocumentSchemasAreSentThem(Preset preset) {
    assertThat(preset.settings("id", "http://127.0.0.1", Optional.empty(), "m").structuredOutput())
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Preset.class,
      names = {"ANTHROPIC", "BEDROCK"})
  void providersThatDoNotAreAskedForText(Preset preset) {
    assertThat(preset.settings("id", "http://127.0.0.1", Optional.empty(), "m").structuredOutput())
        .isFalse();
  }

  static Stream<AnswerSchema> schemas() {
    return Stream.of(VerdictSchema.SCHEMA, PriorSchema.of(List.of("best_of_n", "rebase")));
  }

  /** As OpenAI's strict mode wants it. */
  @ParameterizedTest
  @MethodSource("schemas")
  void everySchemaDemandsEveryPropertyAndAllowsNoOther(AnswerSchema schema) throws Exception {
    assertThat(schema.name()).matches("[a-zA-Z0-9_-]{1,64}");
    assertThat(schema.instruction()).doesNotContain("\n");
    JsonNode root = new ObjectMapper().readTree(schema.schema());
    assertThat(objectsIn(root))
        .isNotEmpty()
        .allSatisfy(
            object -> {
              assertThat(object.path("additionalProperties").asBoolean(true)).isFalse();
              assertThat(object.path("required"))
                  .extracting(JsonNode::asText)
                  .containsExactlyElementsOf(
                      object.path("properties").propertyStream().map(Map.Entry::getKey).toList());
            });
  }

  private static List<JsonNode> objectsIn(JsonNode schema) {
    List<JsonNode> objects = new ArrayList<>();
    if (schema.has("properties")) {
      objects.add(schema);
    }
    schema.forEach(child -> objects.addAll(objectsIn(child)));
    return objects;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Score: N", "Check the plan."})
  void aSchemaIsOnlyForTheQuestionThatItWasMadeFor(String user) {
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class,
                () -> VerdictSchema.SCHEMA.applyTo(new Prompt("", user))))
        .hasMessageContaining("VERDICT");
  }

  private static void ask(ModelUnderTest test) {
    test.model.generate(QUESTION, WANTED, test.sink, Cancellation.create());
  }

  private static OpenAiSettings structured(OpenAiSettings s) {
    return new OpenAiSettings(
        s.id(),
        s.baseUrl(),
        s.apiKey(),
        s.apiKeyHeader(),
        s.model(),
        s.tokenLimitField(),
        s.reasoningEffort(),
        s.extraBody(),
        s.headers(),
        Set.of(),
        true,
        s.timeouts());
  }
}
