package dev.plangen.server.planning.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how promising a model thinks each algorithm is (PlanGEN section 2.1.3): JSON as {@link
 * PriorSchema} has it, else lines of the form {@code best_of_n: 0.7}. What is missing, unreadable
 * or not between 0 and 1 is {@link #NEUTRAL}.
 */
public final class PriorReader {

  /** Neither for an algorithm nor against it. */
  public static final double NEUTRAL = 0.5;

  /** After the name; lenient about emphasis, strict about the number. */
  private static final String LABELLED =
      "[\\s*_`\"']*[:=][\\s*_`\"]*(\\d{0,3}\\.?\\d{1,15})(?![A-Za-z\\d%/]|[.,]\\d|\\s*[%/])";

  private PriorReader() {}

  /**
   * Reads one number for each algorithm.
   *
   * @param algorithms by the names that the prompt had for them
   * @return 0 to 1 for each, in the same order; unmodifiable
   */
  public static Map<String, Double> read(String answer, List<String> algorithms) {
    List<JsonNode> objects = JsonObjects.in(answer);
    Map<String, Double> priors = new LinkedHashMap<>();
    for (String name : algorithms) {
      priors.put(
          name,
          last(objects, name)
              .or(() -> last(answer, name))
              .filter(prior -> prior >= 0 && prior <= 1)
              .orElse(NEUTRAL));
    }
    return Collections.unmodifiableMap(priors);
  }

  private static Optional<Double> last(List<JsonNode> objects, String name) {
    return objects.stream()
        .map(object -> object.path(name))
        .filter(JsonNode::isNumber)
        .reduce((_, later) -> later)
        .map(JsonNode::doubleValue);
  }

  private static Optional<Double> last(String answer, String name) {
    // As people write it, too: "Best of N".
    String spelt = Pattern.quote(name).replace("_", "\\E[ _-]\\Q");
    Matcher matcher =
        Pattern.compile("(?<![\\w-])" + spelt + LABELLED, Pattern.CASE_INSENSITIVE).matcher(answer);
    return matcher
        .results()
        .reduce((_, later) -> later)
        .map(found -> Double.valueOf(found.group(1)));
  }
}
