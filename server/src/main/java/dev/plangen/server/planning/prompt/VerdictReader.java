package dev.plangen.server.planning.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.TextBounds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads a model's verdict: JSON as {@link VerdictSchema} has it, also with text around it, or text
 * that ends with a score. A plan is never judged by what can't be read.
 */
public final class VerdictReader {

  /** Of a constraint and of a reason, as {@code plangen.v1.ConstraintVerdict} bounds them. */
  private static final int MOST_BYTES = 2048;

  private VerdictReader() {}

  /**
   * What a verdict says.
   *
   * @param score empty if it has none that can be read
   * @param feedback for a person and for the next attempt: all that the model wrote, if it wrote
   *     text
   * @param constraints what it says of single ones, if it wrote JSON; all texts of them together
   *     not longer than a verdict may be
   */
  public record Reading(OptionalInt score, String feedback, List<ConstraintVerdict> constraints) {

    public Reading {
      constraints = List.copyOf(constraints);
    }
  }

  /** One check as the model wrote it; {@code number} from 1, and anything if the model erred. */
  private record Check(int number, String reason, String result) {

    static Check of(JsonNode json) {
      return new Check(
          json.path(VerdictSchema.CONSTRAINT).asInt(),
          json.path(VerdictSchema.REASON).asText("").strip(),
          json.path(VerdictSchema.RESULT).asText("").strip());
    }

    String line() {
      return number + ". " + result + ": " + reason;
    }
  }

  /**
   * Reads what a model has written to its end.
   *
   * @param constraints those that the prompt listed
   */
  public static Reading read(String verdict, List<String> constraints) {
    OptionalInt score = ScoreReader.read(verdict);
    List<Check> checks = checks(verdict);
    return checks.isEmpty()
        ? new Reading(score, verdict, List.of())
        : new Reading(score, lines(checks, score), verdicts(checks, constraints));
  }

  private static List<Check> checks(String verdict) {
    return JsonObjects.in(verdict).stream()
        .map(object -> object.path(VerdictSchema.CHECKS))
        .filter(JsonNode::isArray)
        .reduce((_, last) -> last)
        .map(
            array ->
                StreamSupport.stream(array.spliterator(), false)
                    .filter(JsonNode::isObject)
                    .map(Check::of)
                    .toList())
        .orElse(List.of());
  }

  private static String lines(List<Check> checks, OptionalInt score) {
    String lines = checks.stream().map(Check::line).collect(Collectors.joining("\n"));
    return score.isPresent() ? lines + "\nScore: " + score.getAsInt() : lines;
  }

  private static List<ConstraintVerdict> verdicts(List<Check> checks, List<String> constraints) {
    List<ConstraintVerdict> verdicts = new ArrayList<>();
    int left = TextBounds.VERDICT_BYTES;
    for (Check check : checks) {
      if (check.number() < 1 || check.number() > constraints.size()) {
        continue;
      }
      String constraint = cut(constraints.get(check.number() - 1));
      String reason = cut(check.reason());
      left -= bytes(constraint) + bytes(reason);
      if (left < 0 || verdicts.size() == TextBounds.MOST_CONSTRAINTS) {
        break;
      }
      verdicts.add(
          new ConstraintVerdict(
              constraint,
              OptionalInt.of(check.number() - 1),
              VerdictSchema.ruling(check.result()),
              reason));
    }
    return verdicts;
  }

  private static String cut(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= MOST_BYTES) {
      return text;
    }
    int end = MOST_BYTES;
    // Never within a character: its later bytes begin with the bits 10.
    while ((utf8[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
