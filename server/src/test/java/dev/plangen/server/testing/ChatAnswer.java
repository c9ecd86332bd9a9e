package dev.plangen.server.testing;

import dev.plangen.server.testing.Reply.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a streamed answer: pieces of text, the finish reason, the usage chunk without choices,
 * {@code [DONE]}. Each method that adds a step adds it where it is called.
 */
public final class ChatAnswer {

  /** As reported in the last chunk; {@code prompt} and {@code completion} are totals. */
  public record Usage(long prompt, long cached, long completion, long reasoning) {}

  private final List<Step> steps = new ArrayList<>();
  private Optional<String> finish = Optional.of("stop");
  private Optional<Usage> usage = Optional.of(new Usage(100, 60, 20, 5));
  private boolean done = true;
  private boolean splitBytes;

  /** An answer whose text comes in chunks of this many characters. */
  public static ChatAnswer of(String text, int chunkSize) {
    ChatAnswer answer = new ChatAnswer();
    int[] codePoints = text.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i += chunkSize) {
      answer.content(new String(codePoints, i, Math.min(chunkSize, codePoints.length - i)));
    }
    return answer;
  }

  /** A whole answer in chunks of four characters, about as tokens come. */
  public static Reply text(String text) {
    return of(text, 4).reply();
  }

  public ChatAnswer content(String piece) {
    return raw(event(Json.delta("content", piece).toString()));
  }

  /** A piece of reasoning in a field of its own, for example {@code reasoning_content}. */
  public ChatAnswer reasoning(String field, String piece) {
    return raw(event(Json.delta(field, piece).toString()));
  }

  /** Sent as it is. */
  public ChatAnswer raw(String text) {
    steps.add(new Step.Send(text));
    return this;
  }

  /** A piece whose event ends within its first code point that is not ASCII. */
  public ChatAnswer brokenCodePoint(String piece) {
    byte[] event = event(Json.delta("content", piece).toString()).getBytes(StandardCharsets.UTF_8);
    int first = 0;
    while (event[first] >= 0) {
      first++;
    }
    steps.add(new Step.SendHead(new String(event, StandardCharsets.UTF_8), first + 1));
    return this;
  }

  /** A half of a character above U+FFFF, as some servers send it in an event of its own. */
  public ChatAnswer half(int surrogate) {
    String escaped = String.format("\\u%04x", surrogate);
    return raw(event(Json.delta("content", "HALF").toString().replace("HALF", escaped)));
  }

  public ChatAnswer pause(Duration length) {
    steps.add(new Step.Pause(length));
    return this;
  }

  public ChatAnswer hold(Gate gate) {
    steps.add(new Step.Hold(gate));
    return this;
  }

  /** Sends nothing more and keeps the connection. */
  public ChatAnswer stall() {
    return hold(new Gate());
  }

  /** Closes the connection without an end of the stream. */
  public ChatAnswer cut() {
    steps.add(new Step.Cut());
    return this;
  }

  public ChatAnswer reset() {
    steps.add(new Step.Reset());
    return this;
  }

  public ChatAnswer finish(String reason) {
    finish = Optional.of(reason);
    return this;
  }

  public ChatAnswer withoutFinish() {
    finish = Optional.empty();
    return this;
  }

  public ChatAnswer usage(Usage value) {
    usage = Optional.of(value);
    return this;
  }

  public ChatAnswer withoutUsage() {
    usage = Optional.empty();
    return this;
  }

  public ChatAnswer withoutDone() {
    done = false;
    return this;
  }

  public ChatAnswer byteByByte() {
    splitBytes = true;
    return this;
  }

  public Reply reply() {
    finish.ifPresent(reason -> raw(event(Json.finish(reason).toString())));
    usage.ifPresent(count -> raw(event(Json.usage(count).toString())));
    if (done) {
      raw(event("[DONE]"));
    }
    return new Reply.Stream(splitBytes ? steps.stream().map(ChatAnswer::split).toList() : steps);
  }

  /** An event of the stream. */
  public static String event(String data) {
    return "data: " + data + "\n\n";
  }

  private static Step split(Step step) {
    return step instanceof Step.Send(String text) ? new Step.SendSplit(text) : step;
  }
}
