package dev.plangen.server.testing;

import static dev.plangen.server.testing.ModelFault.PROVIDER_TEXT;
import static dev.plangen.server.testing.ModelFault.unavailable;

import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The table of what can go wrong with a provider. */
public final class ModelFaults {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofMinutes(1);

  /** In no error of a provider's: what a model writes is its caller's to read. */
  private static final String HALF = "half an answer – ✓";

  private ModelFaults() {}

  /** Where no call comes to an end, whatever it is for. */
  public static Stream<ModelFault> ofEveryCall() {
    return Stream.of(refusals(), rateLimits(), outages(), stalls(), brokenStreams())
        .flatMap(rows -> rows);
  }

  /** Where calls come to an end, and a solve has no use for their answers. */
  public static Stream<ModelFault> ofSolves() {
    return Stream.of(
        ModelFault.of(
            "a text cut off by the filter",
            () -> ChatAnswer.of(HALF, 4).finish("content_filter").reply(),
            Code.FAILED_PRECONDITION,
            "MODEL_CONTENT_FILTERED"),
        ModelFault.of(
            "an empty answer", () -> ChatAnswer.text(""), Code.ABORTED, "MODEL_OUTPUT_UNUSABLE"),
        ModelFault.of(
            "a blank answer", () -> ChatAnswer.text(" \n"), Code.ABORTED, "MODEL_OUTPUT_UNUSABLE"),
        ModelFault.of(
            "a limit that reasoning has used up",
            () -> new ChatAnswer().reasoning("reasoning_content", "Hm, ").finish("length").reply(),
            Code.ABORTED,
            "MODEL_OUTPUT_UNUSABLE"));
  }

  public static Stream<ModelFault> all() {
    return Stream.concat(ofEveryCall(), ofSolves());
  }

  private static Stream<ModelFault> refusals() {
    return Stream.of(
        refused(301, "MODEL_MISCONFIGURED"),
        refused(400, "MODEL_REJECTED_REQUEST"),
        refused(400, "context_length_exceeded", "MODEL_CONTEXT_EXCEEDED"),
        refused(400, "content_filter", "MODEL_CONTENT_FILTERED"),
        refused(401, "MODEL_CREDENTIALS_REJECTED"),
        refused(403, "MODEL_CREDENTIALS_REJECTED"),
        refused(404, "MODEL_MISCONFIGURED"),
        refused(413, "MODEL_CONTEXT_EXCEEDED"),
        refused(422, "MODEL_REJECTED_REQUEST"));
  }

  private static ModelFault refused(int status, String reason) {
    return refused(status, "leaked_code", reason);
  }

  private static ModelFault refused(int status, String code, String reason) {
    return ModelFault.of(
        "HTTP " + status + " " + code,
        () -> Reply.error(status, PROVIDER_TEXT, code, ""),
        Code.FAILED_PRECONDITION,
        reason);
  }

  private static Stream<ModelFault> rateLimits() {
    return Stream.of(
        limited("no Retry-After", Map.of()).retryAfter(Duration.ofSeconds(1)),
        limited("Retry-After 0", Map.of("Retry-After", "0")).retryAfter(Duration.ZERO),
        limited("Retry-After 17", Map.of("Retry-After", "17")).retryAfter(Duration.ofSeconds(17)),
        limited("retry-after-ms 250", Map.of("retry-after-ms", "250"))
            .retryAfter(Duration.ofMillis(250)),
        limited("a Retry-After that has passed", past()).retryAfter(Duration.ZERO),
        limited("a Retry-After of no sense", Map.of("Retry-After", "sk-leaked"))
            .retryAfter(Duration.ofSeconds(1)));
  }

  private static Map<String, String> past() {
    return Map.of("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
  }

  private static ModelFault limited(String name, Map<String, String> headers) {
    return ModelFault.of(
        "HTTP 429 with " + name,
        () -> error(429, headers),
        Code.RESOURCE_EXHAUSTED,
        "MODEL_RATE_LIMITED");
  }

  private static Stream<ModelFault> outages() {
    return Stream.of(
        unavailable("HTTP 408", () -> error(408, Map.of())),
        unavailable("HTTP 409", () -> error(409, Map.of())),
        unavailable("HTTP 500", () -> error(500, Map.of())),
        unavailable("HTTP 503", () -> error(503, Map.of())),
        unavailable("HTTP 503 with Retry-After 3", () -> error(503, Map.of("Retry-After", "3")))
            .retryAfter(Duration.ofSeconds(3)),
        unavailable("a page for people", () -> new Reply.Status(502, Map.of(), html())),
        unavailable("a page for people, well", () -> new Reply.Status(200, Map.of(), html())));
  }

  private static Reply error(int status, Map<String, String> headers) {
    return new Reply.Status(status, headers, Json.error(PROVIDER_TEXT, "leaked_code", ""));
  }

  private static String html() {
    return "<html><h1>" + PROVIDER_TEXT + "</h1></html>";
  }

  private static Stream<ModelFault> stalls() {
    return Stream.of(
        unavailable("accepts and never answers", Reply::silence).within(SHORT, LONG),
        unavailable("stalls before the stream", () -> new ChatAnswer().stall().reply())
            .within(SHORT, LONG),
        unavailable("stalls inside the stream", () -> ChatAnswer.of(HALF, 4).stall().reply())
            .within(SHORT, LONG),
        unavailable("trickles for ever", ModelFaults::trickle).within(LONG, SHORT.multipliedBy(2)));
  }

  private static Reply trickle() {
    var answer = new ChatAnswer();
    for (int i = 0; i < 500; i++) {
      answer.content("…").pause(Duration.ofMillis(20));
    }
    return answer.reply();
  }

  private static Stream<ModelFault> brokenStreams() {
    return Stream.of(
        unavailable("closes without an answer", Reply.HangUp::new),
        unavailable("resets without an answer", Reply.Reset::new),
        unavailable("cuts the stream", () -> ChatAnswer.of(HALF, 4).cut().reply()),
        unavailable("resets in the stream", () -> ChatAnswer.of(HALF, 4).reset().reply()),
        unavailable(
            "resets in a code point",
            () -> ChatAnswer.of(HALF, 4).brokenCodePoint("ein Büro").reset().reply()),
        unavailable(
            "an event that is no JSON",
            () -> ChatAnswer.of(HALF, 4).raw(ChatAnswer.event("{" + PROVIDER_TEXT)).reply()),
        unavailable(
            "an event that is no object",
            () -> ChatAnswer.of(HALF, 4).raw(ChatAnswer.event("[7]")).withoutFinish().reply()),
        unavailable(
            "no events",
            () -> new ChatAnswer().raw(PROVIDER_TEXT + "\n\n").withoutFinish().reply()),
        unavailable(
            "no choices",
            () ->
                new ChatAnswer().raw(ChatAnswer.event("{\"choices\":[]}")).withoutFinish().reply()),
        unavailable("no finish reason", () -> ChatAnswer.of(HALF, 4).withoutFinish().reply()),
        unavailable("finish reason error", () -> ChatAnswer.of(HALF, 4).finish("error").reply()),
        unavailable(
            "an error in the stream",
            () ->
                ChatAnswer.of(HALF, 4)
                    .raw(ChatAnswer.event(Json.error(PROVIDER_TEXT, "leaked_code", "")))
                    .reply()));
  }
}
