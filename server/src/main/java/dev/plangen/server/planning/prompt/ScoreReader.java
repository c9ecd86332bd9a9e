package dev.plangen.server.planning.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the score off a verdict: that of the last JSON object in it that has one, else the last
 * "Score: N", N a whole number from -100 to 100. A number without that label, of another scale,
 * with a fraction or out of range is no score: a guess here would become a plan that is trusted.
 */
public final class ScoreReader {

  /** Lenient about emphasis, spaces and a minus sign that is not ASCII; strict about the number. */
  private static final Pattern LABELLED =
      Pattern.compile(
          "\\b_{0,2}score[\\s*_`\"]*[:=][\\s*_`\"]*([+\\-−–]?\\d+)([.,:]\\d|\\s*/\\s*\\d+|\\s*%)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OUT_OF_100 = Pattern.compile("\\s*/\\s*100");

  private ScoreReader() {}

  public static OptionalInt read(String verdict) {
    return JsonObjects.in(verdict).stream()
        .map(object -> object.path("score"))
        .filter(JsonNode::isInt)
        .reduce((_, last) -> last)
        .map(score -> inRange(score.intValue()))
        .orElseGet(() -> readText(verdict));
  }

  private static OptionalInt readText(String verdict) {
    Matcher matcher = LABELLED.matcher(verdict);
    OptionalInt last = OptionalInt.empty();
    while (matcher.find()) {
      last = value(matcher.group(1), matcher.group(2));
    }
    return last;
  }

  private static OptionalInt value(String number, @Nullable String rest) {
    if (rest != null && !OUT_OF_100.matcher(rest).matches()) {
      return OptionalInt.empty();
    }
    if (number.length() > 4) {
      return OptionalInt.empty();
    }
    return inRange(Integer.parseInt(number.replace('−', '-').replace('–', '-')));
  }

  private static OptionalInt inRange(int value) {
    return value >= -100 && value <= 100 ? OptionalInt.of(value) : OptionalInt.empty();
  }
}
