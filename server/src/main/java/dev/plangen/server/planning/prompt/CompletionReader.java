package dev.plangen.server.planning.prompt;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads whether a plan is complete: "1" or "0", alone on a line of whatever was answered, in any
 * emphasis; "yes" and "no" are taken for the same.
 */
public final class CompletionReader {

  private static final String AROUND = "[\\s*_`\"'.()\\[\\]{}!]*";

  private static final Pattern ANSWER =
      Pattern.compile(
          AROUND
              + "(?:(?:answer|complete|completion)"
              + AROUND
              + "[:=]"
              + AROUND
              + ")?(?:(1|yes|true)|(0|no|false))"
              + AROUND,
          Pattern.CASE_INSENSITIVE);

  private CompletionReader() {}

  /** Empty if it can't be read, or says both. */
  public static Optional<Boolean> read(String answer) {
    List<Boolean> said =
        answer
            .lines()
            .filter(line -> !line.isBlank())
            .map(CompletionReader::line)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    return said.size() == 1 ? Optional.of(said.getFirst()) : Optional.empty();
  }

  private static Optional<Boolean> line(String line) {
    Matcher matcher = ANSWER.matcher(line);
    return matcher.matches() ? Optional.of(matcher.group(1) != null) : Optional.empty();
  }
}
