package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Selection;
import dev.plangen.server.domain.Standing;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.planning.prompt.Earlier;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A candidate with what the verifiers say of it.
 *
 * @param verdicts in the order of the verifiers; empty if it has not been verified
 * @param answer the same for plans that are one answer: whose words, numbers and their order are
 *     the same, however they are set. A hash, since it decides between equals only
 */
public record Contender(
    Candidate candidate, List<Verdict> verdicts, Standing standing, int answer) {

  /** A point, comma or colon that is not within a number. */
  private static final Pattern PUNCTUATION = Pattern.compile("(?<!\\p{N})[:.,]|[:.,](?!\\p{N})");

  private static final Pattern SETTING = Pattern.compile("[^\\p{L}\\p{N}:.,]+");

  static Contender of(Candidate candidate, List<Verdict> verdicts) {
    return new Contender(
        candidate, List.copyOf(verdicts), Standing.of(verdicts), answer(candidate.text()));
  }

  private static int answer(String plan) {
    String words = PUNCTUATION.matcher(plan.toLowerCase(Locale.ROOT)).replaceAll(" ");
    return SETTING.matcher(words).replaceAll(" ").strip().hashCode();
  }

  Contender judged(List<Verdict> all) {
    return new Contender(candidate, List.copyOf(all), Standing.of(all), answer);
  }

  boolean isJudged() {
    return !verdicts.isEmpty();
  }

  boolean isVerified(int threshold) {
    return standing.isVerified(threshold);
  }

  Selection toSelection(int threshold) {
    return new Selection(
        candidate, standing.score(), standing.isVerified(threshold), standing.proven());
  }

  /** As the next attempt is told of it. */
  Earlier toEarlier() {
    return new Earlier(
        candidate.text(),
        verdicts.stream().map(Verdict::feedback).collect(Collectors.joining("\n\n")));
  }
}
