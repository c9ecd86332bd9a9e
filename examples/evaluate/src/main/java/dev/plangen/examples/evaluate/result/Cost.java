package dev.plangen.examples.evaluate.result;

/**
 * What a run cost. Where calls have not reported their tokens, the counts are lower bounds.
 *
 * @param calls model calls
 * @param input tokens read, cached ones included
 * @param cached part of {@code input} that the provider had in its cache
 * @param output tokens written
 * @param seconds as the caller waited
 * @param unreported how many calls have not told what they cost
 */
public record Cost(
    long calls, long input, long cached, long output, double seconds, long unreported) {

  public static final Cost NOTHING = new Cost(0, 0, 0, 0, 0, 0);

  /** Tokens read and written, cached ones included. */
  public long tokens() {
    return input + output;
  }

  public Cost plus(Cost other) {
    return new Cost(
        calls + other.calls,
        input + other.input,
        cached + other.cached,
        output + other.output,
        seconds + other.seconds,
        unreported + other.unreported);
  }
}
