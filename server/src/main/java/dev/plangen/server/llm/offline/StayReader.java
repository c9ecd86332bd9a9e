package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads "You want to spend 3 days in Rome, 2 days in Paris and 4 days in New York." */
final class StayReader {

  /** What may stand before a stay or an event and leaves its meaning as it is. */
  static final String LEAD =
      "(?:(?i:[-*•]|(?:you|i|we)(?:['’](?:d|ll))?|also|would|will|plan|want|wish|hope|intend|need"
          + "|have|like|love|must|are|am|going|to)\\s+)*+";

  private static final String WORD = "\\p{Lu}[\\p{L}\\p{M}'’-]*+";

  /** Has no digit, no comma and no "and". */
  private static final String CITY =
      WORD
          + "(?:\\.?\\s+(?:(?:de|del|della|di|da|do|la|le|les|el|am|an|der|den|im|of|sur|upon)\\s+)*"
          + WORD
          + ")*+";

  private static final String DAYS = "[1-9]\\d{0,3}) days?";

  private static final Pattern STAY =
      Pattern.compile(
          LEAD
              + "(?:(?i:(?:visit|(?:stay|be) in)\\s+)?+(?<city>"
              + CITY
              + ") for (?<days>"
              + DAYS
              + "|(?i:(?:spend|stay|be)\\s+)?+(?<daysToo>"
              + DAYS
              + " in (?<cityToo>"
              + CITY
              + "))");

  private static final Pattern JOINT = Pattern.compile(",? and |, ");

  private static final Pattern END = Pattern.compile("[.,;!]?");

  private StayReader() {}

  /** Empty if the sentence is anything else, or says more. */
  static List<Stay> read(String sentence) {
    List<Stay> stays = new ArrayList<>();
    int at = 0;
    Matcher joint = JOINT.matcher(sentence);
    Matcher stay = STAY.matcher(sentence);
    do {
      if (!stay.region(at, sentence.length()).lookingAt()) {
        return List.of();
      }
      stays.add(
          stay.group("city") != null
              ? new Stay(stay.group("city"), Integer.parseInt(stay.group("days")))
              : new Stay(stay.group("cityToo"), Integer.parseInt(stay.group("daysToo"))));
      at = stay.end();
      boolean more = joint.region(at, sentence.length()).lookingAt();
      if (!more) {
        return END.matcher(sentence).region(at, sentence.length()).matches() ? stays : List.of();
      }
      at = joint.end();
    } while (true);
  }
}
