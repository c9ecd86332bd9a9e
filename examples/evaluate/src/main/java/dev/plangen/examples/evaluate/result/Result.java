package dev.plangen.examples.evaluate.result;

import dev.plangen.examples.evaluate.matrix.Configuration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one run: a line of the results file.
 *
 * @param problem id
 * @param method label
 * @param jury label
 * @param run its id; empty if there was none
 * @param base id of the run that it started from; empty if it started from none
 * @param baseTrouble why it did not start from the run that it should have started from
 * @param score of the plan that was selected
 * @param verified whether the server calls the plan verified
 * @param cost what the run would have cost by itself, whatever was taken over from its base
 * @param paid what it did cost
 * @param stopReason as in the contract; empty if it failed
 * @param plan the plan that was selected; empty if it failed
 * @param samples the score of each candidate that is whole, where the method samples independently
 */
public record Result(
    String problem,
    String model,
    String method,
    String jury,
    Optional<String> run,
    Optional<String> base,
    Optional<String> baseTrouble,
    Score score,
    boolean verified,
    Cost cost,
    Cost paid,
    String stopReason,
    Optional<Trouble> trouble,
    String plan,
    List<Score> samples) {

  public Result {
    samples = List.copyOf(samples);
  }

  /** What tells results apart. */
  public record Key(String problem, String model, String method, String jury) {

    /** That of a configuration's run for a problem. */
    public static Key of(String problem, Configuration configuration) {
      return new Key(
          problem,
          configuration.model(),
          configuration.method().label(),
          configuration.jury().label());
    }
  }

  public Key key() {
    return new Key(problem, model, method, jury);
  }
}
