package dev.plangen.server.planning.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plangen.server.domain.ConstraintVerdict;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads a model's verdict: JSON as {@link VerdictSchema} has it, also with text around it, or text
 * that ends with a score. A plan is never judged by what can't be read.
 */
public final class VerdictReader {

  private VerdictReader() {}

  /**
   * What a verdict says.
   *
   * @param score empty if it has none that can be read
   * @param feedback for a person and for the next attempt: all that the model wrote, if it wrote
   *     text
   * @param constraints what it says of single ones, if it wrote JSON
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
    return checks.stream()
        .filter(check -> check.number() >= 1 && check.number() <= constraints.size())
        .map(
            check ->
                new ConstraintVerdict(
                    constraints.get(check.number() - 1),
                    OptionalInt.of(check.number() - 1),
                    VerdictSchema.ruling(check.result()),
                    check.reason()))
        .toList();
  }
}
