package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.CallKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * REBASE, reward-balanced search (PlanGEN section 2.2): level by level, what may be written is
 * divided among the beginnings by their rewards, so that the better ones get more continuations.
 * The width falls by one with each level. Ends with the first level that brings a plan that is
 * verified, or at a limit.
 */
public final class Rebase implements Search {

  /** PlanGEN section 2.2. */
  public static final int DEFAULT_WIDTH = 10;

  public static final int MOST_WIDTH = 20;

  /** With this the default width has come to 1. */
  public static final int DEFAULT_MAX_DEPTH = 10;

  public static final int MOST_DEPTH = 20;

  public static final AlgorithmChoice.Rebase DEFAULT =
      new AlgorithmChoice.Rebase(DEFAULT_WIDTH, DEFAULT_MAX_DEPTH);

  private final AlgorithmChoice.Rebase choice;
  private final Steps steps;
  private final Harvest harvest;
  private final Place place;

  Rebase(SearchTask task, AlgorithmChoice.Rebase choice, Place place) {
    this.choice = choice;
    this.steps = new Steps(task);
    this.harvest = new Harvest(task);
    this.place = place;
  }

  @Override
  public Found search() {
    List<Branch> level = List.of(Branch.root(place.root(), place.earlier()));
    for (int depth = 1; depth <= choice.maxDepth() && !level.isEmpty(); depth++) {
      int width = choice.width() - (depth - 1);
      if (width <= 0 || harvest.isEnough()) {
        break;
      }
      List<Expansion> expansions = steps.expand(divided(level, width, place.root().child(depth)));
      expansions.forEach(expansion -> harvest.add(expansion.plans()));
      level = expansions.stream().flatMap(expansion -> expansion.open().stream()).toList();
    }
    return harvest.found(steps);
  }

  /**
   * Keys are counted within the level: the third step of the second level is {@code rebase/2/3}.
   */
  private static List<Growth> divided(List<Branch> level, int width, CallKey key) {
    int[] counts = RewardBalance.divide(width, level.stream().map(Branch::reward).toList());
    List<Growth> growths = new ArrayList<>();
    int next = 1;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        growths.add(
            new Growth(
                level.get(i),
                IntStream.range(next, next + counts[i]).mapToObj(key::child).toList()));
        next += counts[i];
      }
    }
    return growths;
  }
}
