package dev.plangen.server.llm.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIServiceException;
import dev.plangen.server.llm.SamplingParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a provider answered instead of a text, to be judged and never to be shown: providers repeat
 * prompts and keys in their messages. Servers differ in the shape of it, so it is read loosely.
 *
 * @param code the error's code, or empty
 * @param field the field of the request that is at fault, or empty
 * @param message the error's message, or empty
 */
record ProviderError(
    int status, String code, String field, String message, Optional<Duration> retryDelay) {

  private static final Pattern UNSUPPORTED =
      Pattern.compile(
          "unsupported|(not|n't) (be )?(support|permit|allow|accept)|unknown|unrecogni[sz]ed"
              + "|unexpected|deprecated|only the default",
          Pattern.CASE_INSENSITIVE);

  /** Servers name the field, its type, or what they would make of it. */
  private static final Pattern ABOUT_SCHEMA =
      Pattern.compile("response[_ ]?(format|schema)|json[_ ]?schema", Pattern.CASE_INSENSITIVE);

  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context.{0,3}(length|window|size)|prompt is too long|too many (input )?tokens"
              + "|input token count",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern FILTERED =
      Pattern.compile("content_filter|content_policy|ResponsibleAIPolicyViolation");

  /** Gemini answers a wrong key with 400. */
  private static final Pattern BAD_KEY =
      Pattern.compile("api key (not valid|not found|expired|is invalid)", Pattern.CASE_INSENSITIVE);

  static ProviderError of(OpenAIServiceException thrown, Instant now) {
    JsonNode body = tree(thrown.body());
    return new ProviderError(
        thrown.statusCode(),
        text(body, "code"),
        text(body, "param"),
        body.isTextual() ? body.asText() : message(body),
        RetryAfter.of(thrown.headers(), now));
  }

  /** A parameter that the provider refused: it or, if not {@code unsupported}, only its value. */
  record Refusal(SamplingParameter parameter, boolean unsupported) {}

  /** The one of the parameters that this error is about. */
  Optional<Refusal> refusal(Map<SamplingParameter, String> sent) {
    if (!isBadRequest() || isTooLong() || isFiltered()) {
      return Optional.empty();
    }
    boolean unsupported = UNSUPPORTED.matcher(code).find() || UNSUPPORTED.matcher(message).find();
    return sent.entrySet().stream()
        .filter(entry -> names(entry.getValue()))
        .map(entry -> new Refusal(entry.getKey(), unsupported))
        .findFirst();
  }

  /** Whether the schema that the request holds is at fault, or that it holds one. */
  boolean refusesSchema() {
    return isBadRequest()
        && !isTooLong()
        && !isFiltered()
        && (ABOUT_SCHEMA.matcher(field).find() || ABOUT_SCHEMA.matcher(message).find());
  }

  private boolean names(String sentField) {
    return field.isEmpty()
        ? Pattern.compile("\\b" + sentField + "\\b").matcher(message).find()
        : field.equals(sentField);
  }

  boolean isBadRequest() {
    return status == 400 || status == 422;
  }

  boolean isTooLong() {
    return status == 413
        || (isBadRequest()
            && (code.equals("context_length_exceeded") || TOO_LONG.matcher(message).find()));
  }

  boolean isFiltered() {
    return isBadRequest() && FILTERED.matcher(code).find();
  }

  boolean isBadKey() {
    return status == 401
        || status == 402
        || status == 403
        || (isBadRequest() && BAD_KEY.matcher(message).find());
  }

  private static JsonNode tree(JsonValue body) {
    JsonNode tree = body.isMissing() ? null : body.convert(JsonNode.class);
    return tree == null ? MissingNode.getInstance() : tree;
  }

  /** Servers built on FastAPI have a list of details instead, which name the fields. */
  private static String message(JsonNode body) {
    String message = text(body, "message");
    return message.isEmpty() && body.has("detail") ? body.get("detail").toString() : message;
  }

  /** Some servers wrap the error once more, or in an array. */
  private static String text(JsonNode body, String name) {
    JsonNode value = body.findValue(name);
    return value == null || value.isNull() ? "" : value.asText();
  }
}
