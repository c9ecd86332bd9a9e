package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.StopCause;
import dev.plangen.server.planning.agent.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The complete plans that a tree search has come to, and whether they are enough. */
final class Harvest {

  /** A tree whose plans are all refused would otherwise have a result without end. */
  static final int MOST_PLANS = 20;

  private final SearchTask task;
  private final RunContext context;
  private final List<Contender> plans = new ArrayList<>();

  Harvest(SearchTask task) {
    this.task = task;
    this.context = task.context();
  }

  void add(List<Contender> more) {
    plans.addAll(more);
  }

  /** Whether the plans are enough: one is verified, or there are too many. */
  boolean isEnough() {
    return hasVerified() || plans.size() >= MOST_PLANS;
  }

  private boolean hasVerified() {
    return plans.stream().anyMatch(plan -> plan.isVerified(task.threshold()));
  }

  /**
   * What the search comes to.
   *
   * @param steps told whom to blame if there is nothing
   */
  Found found(Steps steps) {
    if (plans.isEmpty()) {
      throw steps.failed();
    }
    StopCause cause =
        hasVerified() ? StopCause.THRESHOLD : context.stopped().orElse(StopCause.SEARCH_LIMIT);
    boolean unjudgedWillDo = context.stopped().isPresent();
    if (!unjudgedWillDo && plans.stream().noneMatch(Contender::isJudged)) {
      throw steps.failed();
    }
    return new Found(kept(), cause);
  }

  /** The best that has been judged. */
  Optional<Contender> best() {
    return Ranking.best(plans).filter(Contender::isJudged);
  }

  /** One level may have brought more than a result may hold: the best of them are kept. */
  private List<Contender> kept() {
    List<Contender> rest = new ArrayList<>(plans);
    List<Contender> best = new ArrayList<>();
    while (!rest.isEmpty() && best.size() < MOST_PLANS) {
      Contender next = Ranking.best(rest).orElse(rest.getFirst());
      best.add(next);
      rest.remove(next);
    }
    return best;
  }
}
