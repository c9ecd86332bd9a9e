package dev.plangen.server.planning.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the score off a verdict: the last one in it, of a JSON object or of the form "Score: N", N
 * a whole number from -100 to 100. A number without that label, of another scale, with a fraction
 * or out of range is no score: a guess here would become a plan that is trusted. Nor is one that
 * stands in the middle of a sentence or in quotes: that may be what the plan says of itself.
 */
public final class ScoreReader {

  /** "85", "-85 / 100". */
  private static final String NUMBER =
      "([+\\-−–]?\\d+)([.,:]\\d|[ \\t]{0,9}/\\s*\\d+|[ \\t]{0,9}%)?";

  /** Where a line or a sentence begins, or a field of what is nearly JSON. */
  private static final String BEGINNING =
      "(?:^|[.!?;][\"')\\]*_]{0,5}[ \\t]{1,5}|\\{\\s{0,20}[\"']?|[\\]}],?\\s{0,20}[\"']?)";

  /** Lenient about emphasis, spaces and a minus sign that is not ASCII; strict about the number. */
  private static final Pattern LABELLED =
      Pattern.compile(
          BEGINNING
              + "[ \\t*_#•-]{0,20}(?:(?:the|my|its|final|overall|total)[ \\t]{1,5}){0,3}[*_]{0,4}"
              + "score[\\s*_`\"']*[:=][\\s*_`\"]*"
              + NUMBER,
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private static final Pattern ALONE = Pattern.compile(NUMBER);
  private static final Pattern OUT_OF_100 = Pattern.compile("\\s*/\\s*100");

  private ScoreReader() {}

  public static OptionalInt read(String verdict) {
    OptionalInt last = OptionalInt.empty();
    Matcher matcher = LABELLED.matcher(verdict);
    int from = 0;
    for (JsonObjects.Found object : verdicts(verdict)) {
      last = lastIn(matcher.region(from, object.from()), last);
      last = value(object.json().path("score"));
      from = object.to();
    }
    return lastIn(matcher.region(from, verdict.length()), last);
  }

  private static List<JsonObjects.Found> verdicts(String verdict) {
    return JsonObjects.found(verdict).stream()
        .filter(object -> object.json().has("score") || object.json().has(VerdictSchema.CHECKS))
        .toList();
  }

  /** Of the matcher's region; {@code otherwise} if there is none. */
  private static OptionalInt lastIn(Matcher matcher, OptionalInt otherwise) {
    OptionalInt last = otherwise;
    while (matcher.find()) {
      last = value(matcher.group(1), matcher.group(2));
    }
    return last;
  }

  private static OptionalInt value(JsonNode score) {
    if (score.isInt()) {
      return inRange(score.intValue());
    }
    Matcher text = ALONE.matcher(score.isTextual() ? score.textValue().strip() : "");
    return text.matches() ? value(text.group(1), text.group(2)) : OptionalInt.empty();
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
