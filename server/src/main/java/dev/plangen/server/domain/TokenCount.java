package dev.plangen.server.domain;

import java.util.OptionalLong;

/**
 * The tokens of one model call, as its provider reported them. What it did not report is empty:
 * unknown is never 0.
 *
 * @param input tokens read, cached ones included
 * @param cachedInput part of {@code input} read from the provider's prefix cache
 * @param output tokens written, reasoning included
 * @param reasoning part of {@code output} that is reasoning
 */
public record TokenCount(
    OptionalLong input, OptionalLong cachedInput, OptionalLong output, OptionalLong reasoning) {

  /** A provider that told nothing. */
  public static final TokenCount UNKNOWN =
      new TokenCount(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** A hundred times the longest prompt that any model takes. */
  private static final long MOST_OF_A_CALL = 1_000_000_000;

  /**
   * What a provider says of one call. A count that can't be, because it is negative or more than
   * 10^9, is unknown: it must neither use up a budget nor fill it.
   */
  public static TokenCount reported(
      OptionalLong input, OptionalLong cachedInput, OptionalLong output, OptionalLong reasoning) {
    return new TokenCount(
        possible(input), possible(cachedInput), possible(output), possible(reasoning));
  }

  private static OptionalLong possible(OptionalLong count) {
    return count.isPresent() && count.getAsLong() >= 0 && count.getAsLong() <= MOST_OF_A_CALL
        ? count
        : OptionalLong.empty();
  }

  public boolean isUnknown() {
    return equals(UNKNOWN);
  }

  /** Adds what is known; a count is empty only if both are. */
  public TokenCount plus(TokenCount other) {
    return new TokenCount(
        sum(input, other.input),
        sum(cachedInput, other.cachedInput),
        sum(output, other.output),
        sum(reasoning, other.reasoning));
  }

  private static OptionalLong sum(OptionalLong a, OptionalLong b) {
    return a.isPresent() || b.isPresent()
        ? OptionalLong.of(Saturated.sum(a.orElse(0), b.orElse(0)))
        : OptionalLong.empty();
  }
}
