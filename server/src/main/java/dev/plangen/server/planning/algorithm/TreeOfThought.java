package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.AlgorithmChoice;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Tree of Thought (PlanGEN section 2.2): from the root on, the most promising beginning is
 * continued by several steps; each is rewarded against the constraints and asked whether the plan
 * is complete with it. Ends with the first plan that is verified, or at a limit; a step at the
 * greatest depth is asked too, and only not continued.
 *
 * <p>Where every beginning has come to a plan that was refused, the root is continued once more,
 * told what was wrong with the best of them: the paper's search ends at a solution or at a limit,
 * and this is neither.
 */
public final class TreeOfThought implements Search {

  /** PlanGEN section 2.2: three children of a node. */
  public static final int DEFAULT_BRANCHING = 3;

  public static final int MOST_BRANCHING = 10;

  /** The paper names no limits; these hold a trip of ten cities and a few wrong turns. */
  public static final int DEFAULT_MAX_DEPTH = 12;

  public static final int MOST_DEPTH = 30;
  public static final int DEFAULT_MAX_EXPANSIONS = 16;
  public static final int MOST_EXPANSIONS = 100;

  public static final AlgorithmChoice.TreeOfThought DEFAULT =
      new AlgorithmChoice.TreeOfThought(
          DEFAULT_BRANCHING, DEFAULT_MAX_DEPTH, DEFAULT_MAX_EXPANSIONS);

  /**
   * The higher reward first, one that could not be read last; then the deeper, then the earlier.
   */
  private static final Comparator<Branch> MOST_PROMISING =
      Comparator.comparingInt((Branch branch) -> -branch.reward().orElse(Integer.MIN_VALUE / 2))
          .thenComparingInt(branch -> -branch.depth())
          .thenComparing(Branch::id);

  private final AlgorithmChoice.TreeOfThought choice;
  private final Steps steps;
  private final Harvest harvest;
  private final Place place;
  private final PriorityQueue<Branch> frontier = new PriorityQueue<>(MOST_PROMISING);

  TreeOfThought(SearchTask task, AlgorithmChoice.TreeOfThought choice, Place place) {
    this.choice = choice;
    this.steps = new Steps(task);
    this.harvest = new Harvest(task);
    this.place = place;
    frontier.add(Branch.root(place.root(), place.earlier()));
  }

  @Override
  public Found search() {
    int begun = 1;
    for (int i = 0; i < choice.maxExpansions() && !harvest.isEnough(); i++) {
      if (frontier.isEmpty()) {
        Optional<Contender> refused = harvest.best();
        if (refused.isEmpty()) {
          break;
        }
        frontier.add(Branch.root(place.root(), refused.map(Contender::toEarlier)));
        begun++;
      }
      List<Expansion> expansion = steps.expand(List.of(growth(frontier.remove(), begun)));
      if (expansion.isEmpty()) {
        break;
      }
      harvest.add(expansion.getFirst().plans());
      expansion.getFirst().open().stream()
          .filter(branch -> branch.depth() < choice.maxDepth())
          .forEach(frontier::add);
    }
    return harvest.found(steps);
  }

  /**
   * @param begun how often the root has been continued: its steps are counted on
   */
  private Growth growth(Branch next, int begun) {
    int first = next.isRoot() ? (begun - 1) * choice.branching() + 1 : 1;
    return new Growth(
        next,
        IntStream.range(first, first + choice.branching()).mapToObj(next.id()::child).toList());
  }
}
