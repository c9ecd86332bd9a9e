package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.matrix.Configuration;
import dev.plangen.examples.evaluate.result.Check;
import dev.plangen.examples.evaluate.result.Cost;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.Score;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Results made up for tests. */
final class Samples {

  static final Score RIGHT = new Score("right", true, Check.PASSED);

  private Samples() {}

  /** A wrong answer; those of the same number agree. */
  static Score wrong(int number) {
    return new Score("wrong " + number, false, Check.VETOED);
  }

  /**
   * Candidates that are right where the text has an {@code x}, and each wrong in a way of its own.
   */
  static List<Score> of(String text) {
    return IntStream.range(0, text.length())
        .mapToObj(i -> text.charAt(i) == 'x' ? RIGHT : wrong(i))
        .toList();
  }

  static Result result(
      String problem, Configuration configuration, Score score, long tokens, List<Score> samples) {
    var cost = new Cost(3, tokens - 10, tokens / 4, 10, 0.5, 0);
    return new Result(
        problem,
        configuration.model(),
        configuration.method().label(),
        configuration.jury().label(),
        Optional.of("run"),
        Optional.empty(),
        Optional.empty(),
        score,
        true,
        cost,
        cost,
        "STOP_REASON_ALL_VERIFIED",
        Optional.empty(),
        score.answer(),
        samples);
  }
}
