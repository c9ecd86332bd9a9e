package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Arm;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.domain.Standing;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.planning.agent.RunContext;
import dev.plangen.server.planning.agent.SelectionAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mixture of Algorithms (PlanGEN sections 2.1.3 and 2.2): one plan first; then, until one is
 * verified or the iterations are used up, an algorithm chosen by {@link Bandit} makes another, told
 * what was wrong with the best so far. Of what each algorithm comes to, the best plan counts.
 */
public final class Mixture implements Search {

  /** The paper names no number of iterations and no weights; see the evaluation. */
  public static final int DEFAULT_MAX_ITERATIONS = 5;

  public static final int MOST_ITERATIONS = 20;
  public static final double DEFAULT_PRIOR_WEIGHT = 1;
  public static final double DEFAULT_DIVERSITY_WEIGHT = 0.5;
  public static final double DEFAULT_RECOVERY_WEIGHT = 0.5;
  public static final double MOST_WEIGHT = 100;

  public static final AlgorithmChoice.Mixture DEFAULT =
      new AlgorithmChoice.Mixture(
          DEFAULT_MAX_ITERATIONS,
          DEFAULT_PRIOR_WEIGHT,
          DEFAULT_DIVERSITY_WEIGHT,
          DEFAULT_RECOVERY_WEIGHT);

  private static final CallKey ROOT = CallKey.of("mixture");

  private static final List<String> ALGORITHMS =
      List.of(
          AlgorithmChoice.BestOfN.NAME,
          AlgorithmChoice.TreeOfThought.NAME,
          AlgorithmChoice.Rebase.NAME);

  private final SearchTask task;
  private final RunContext context;
  private final AlgorithmChoice.Mixture choice;
  private final List<Contender> plans = new ArrayList<>();
  private @Nullable RuntimeException failure;

  Mixture(SearchTask task, AlgorithmChoice.Mixture choice) {
    this.task = task;
    this.context = task.context();
    this.choice = choice;
  }

  @Override
  public Found search() {
    // The first plan is a Best of N of one, and the same key whatever follows.
    attempt(AlgorithmChoice.BestOfN.of(1), 0);
    if (mayBegin(1)) {
      improve();
    }
    if (plans.isEmpty()) {
      throw failure != null ? failure : new IllegalStateException("no plan, and no reason");
    }
    StopCause cause =
        hasVerified() ? StopCause.THRESHOLD : context.stopped().orElse(StopCause.SEARCH_LIMIT);
    return new Found(plans, cause);
  }

  private void improve() {
    var bandit =
        new Bandit(
            choice,
            ALGORITHMS,
            new SelectionAgent(context, task.selecting(), task.prompts())
                .priors(
                    task.problem(),
                    task.constraints(),
                    task.incumbent().best().map(Contender::toEarlier),
                    ALGORITHMS,
                    ROOT.child("priors")));
    for (int i = 1; i <= choice.maxIterations() && mayBegin(i); i++) {
      String algorithm = selected(i, bandit.arms());
      Optional<Standing> before = best();
      Optional<Contender> made = attempt(byDefault(algorithm), i);
      bandit.learn(
          algorithm,
          made.map(plan -> Reward.of(plan.standing().score())).orElse(0.0),
          made.isPresent() && !best().equals(before));
    }
  }

  /** What the log says was begun is begun again, whatever has stopped the run since. */
  private boolean mayBegin(int iteration) {
    return !hasVerified() && (context.stopped().isEmpty() || recorded(iteration).isPresent());
  }

  private Optional<String> recorded(int iteration) {
    return context
        .recorded(RunEvent.AlgorithmSelected.identity(iteration))
        .map(event -> ((RunEvent.AlgorithmSelected) event).algorithm());
  }

  /** What the log says was chosen is not chosen again. */
  private String selected(int iteration, List<Arm> arms) {
    Optional<String> recorded = recorded(iteration);
    if (recorded.isPresent()) {
      return recorded.get();
    }
    String chosen = Bandit.choose(arms);
    context.emit(new RunEvent.AlgorithmSelected(iteration, chosen, arms));
    return chosen;
  }

  /** The best plan that the algorithm comes to; empty if it comes to none. */
  private Optional<Contender> attempt(AlgorithmChoice algorithm, int iteration) {
    var place = new Place(ROOT.child(iteration), task.incumbent().best().map(Contender::toEarlier));
    try {
      Optional<Contender> best = Ranking.best(search(algorithm, place).search().contenders());
      best.ifPresent(plans::add);
      return best;
    } catch (StageFailedException | FailureException e) {
      failure = e;
      return Optional.empty();
    }
  }

  private Search search(AlgorithmChoice algorithm, Place place) {
    return switch (algorithm) {
      case AlgorithmChoice.BestOfN bestOfN -> new BestOfN(task, bestOfN, place, _ -> {});
      case AlgorithmChoice.TreeOfThought tree -> new TreeOfThought(task, tree, place);
      case AlgorithmChoice.Rebase rebase -> new Rebase(task, rebase, place);
      case AlgorithmChoice.Mixture _ ->
          throw new IllegalArgumentException("a mixture is not made of mixtures");
    };
  }

  private static AlgorithmChoice byDefault(String algorithm) {
    return switch (algorithm) {
      case AlgorithmChoice.BestOfN.NAME -> BestOfN.DEFAULT;
      case AlgorithmChoice.TreeOfThought.NAME -> TreeOfThought.DEFAULT;
      case AlgorithmChoice.Rebase.NAME -> Rebase.DEFAULT;
      default -> throw new IllegalArgumentException("no algorithm of a mixture: " + algorithm);
    };
  }

  /** Never worse than before, as plans only come to these. */
  private Optional<Standing> best() {
    return Ranking.best(plans).map(Contender::standing);
  }

  private boolean hasVerified() {
    return plans.stream().anyMatch(plan -> plan.isVerified(task.threshold()));
  }
}
