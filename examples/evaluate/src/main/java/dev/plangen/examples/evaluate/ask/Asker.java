package dev.plangen.examples.evaluate.ask;

import dev.plangen.examples.evaluate.matrix.Configuration;
import dev.plangen.examples.evaluate.problem.Problem;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.Score;
import dev.plangen.examples.evaluate.result.Trouble;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Usage;
import java.util.List;
import java.util.Optional;

/** Asks for the runs of one problem, one after the other. Used by one thread. */
public final class Asker {

  /** Labels of a run are bounded (SolveRequest). */
  private static final int LONGEST_LABEL = 255;

  private final Server server;
  private final Catalogue catalogue;
  private final Wishes wishes;
  private final Problem problem;
  private final Scorer scorer;

  public Asker(Server server, Catalogue catalogue, Wishes wishes, Problem problem) {
    this.server = server;
    this.catalogue = catalogue;
    this.wishes = wishes;
    this.problem = problem;
    this.scorer = new Scorer(server, problem);
  }

  /**
   * Makes a run.
   *
   * @param base what the run that it starts from came to; one that the server has forgotten
   *     meanwhile is done without, and the result says so
   * @return what came of it, a failure too
   */
  public Result ask(Configuration configuration, Optional<Result> base) {
    Optional<Result> usable = base.filter(result -> result.trouble().isEmpty());
    try {
      return solved(configuration, usable, Optional.empty());
    } catch (RefusedException e) {
      if (usable.isEmpty() || !e.refusal().isOfBase()) {
        return failed(configuration, usable, Optional.empty(), e.refusal());
      }
      Optional<String> baseTrouble = Optional.of(e.refusal().reason());
      try {
        return solved(configuration, Optional.empty(), baseTrouble);
      } catch (RefusedException again) {
        return failed(configuration, Optional.empty(), baseTrouble, again.refusal());
      }
    }
  }

  private Result solved(
      Configuration configuration, Optional<Result> base, Optional<String> baseTrouble) {
    Server.Solved solved = server.solve(request(configuration, base.flatMap(Result::run)));
    SolveResult result = solved.result();
    String plan = result.getSelectedSolution().getText();
    return new Result(
        problem.id(),
        configuration.model(),
        configuration.method().label(),
        configuration.jury().label(),
        Optional.of(solved.run()),
        base.flatMap(Result::run),
        baseTrouble,
        scorer.score(plan),
        result.getSelectedSolution().getVerified(),
        Costs.whole(result.getUsage(), solved.seconds(), base),
        Costs.paid(result.getUsage(), solved.seconds()),
        result.getStopReason().name(),
        Optional.empty(),
        plan,
        configuration.method().samples().isPresent()
            ? scorer.scores(result.getSolutionsList())
            : List.of());
  }

  private Result failed(
      Configuration configuration,
      Optional<Result> base,
      Optional<String> baseTrouble,
      Refusal refusal) {
    Usage usage = refusal.usage();
    return new Result(
        problem.id(),
        configuration.model(),
        configuration.method().label(),
        configuration.jury().label(),
        refusal.run(),
        base.flatMap(Result::run),
        baseTrouble,
        Score.NONE,
        false,
        Costs.whole(usage, refusal.seconds(), base),
        Costs.paid(usage, refusal.seconds()),
        "",
        Optional.of(new Trouble(refusal.code().name(), refusal.reason(), refusal.message())),
        "",
        List.of());
  }

  private SolveRequest request(Configuration configuration, Optional<String> base) {
    Sampling.Builder sampling = Sampling.newBuilder();
    wishes.maxOutputTokens().ifPresent(sampling::setMaxOutputTokens);
    if (catalogue.takesSeed(configuration.model())) {
      sampling.setSeed(wishes.seed());
    }
    SolveRequest.Builder request =
        SolveRequest.newBuilder()
            .setProblem(problem.text())
            .setModel(configuration.model())
            .setAlgorithm(configuration.method().algorithm())
            .addAllVerifiers(configuration.jury().verifiers(problem.family()))
            .setSampling(sampling)
            .putLabels("evaluation", shortened(wishes.label()))
            .putLabels("problem", shortened(problem.id()))
            .putLabels("configuration", shortened(configuration.label()));
    base.ifPresent(request::setBaseRunId);
    return request.build();
  }

  private static String shortened(String label) {
    // At most three bytes each in UTF-8.
    int most = LONGEST_LABEL / 3;
    return label.length() <= most ? label : label.substring(0, most);
  }
}
