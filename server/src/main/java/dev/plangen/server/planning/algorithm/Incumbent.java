package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.planning.agent.RunContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The best plan of a run so far: what would be returned if it were stopped now. Tells the run of
 * every change. Thread-safe.
 */
public final class Incumbent {

  private final RunContext context;
  private final int threshold;

  /** All guarded by this. */
  private final SortedMap<CallKey, Contender> contenders = new TreeMap<>();

  private int changes;
  private RunEvent.@Nullable IncumbentChanged latest;

  /**
   * Whether the log that the run began with knows of an incumbent that has not been met again.
   * Which one it was depended on the order in which verdicts came, and is not decided again.
   */
  private boolean catchingUp;

  public Incumbent(RunContext context, int threshold) {
    this.context = context;
    this.threshold = threshold;
    while (recorded(changes + 1).isPresent()) {
      changes++;
    }
    latest = recorded(changes).orElse(null);
    catchingUp = latest != null;
  }

  private Optional<RunEvent.IncumbentChanged> recorded(int number) {
    return context
        .recorded(RunEvent.IncumbentChanged.identity(number))
        .map(RunEvent.IncumbentChanged.class::cast);
  }

  /** The candidate has been written, or verified. */
  synchronized void meet(Contender contender) {
    contenders.put(contender.candidate().id(), contender);
    Optional<RunEvent.IncumbentChanged> best =
        Ranking.best(List.copyOf(contenders.values())).map(this::change);
    if (best.isEmpty()) {
      return;
    }
    catchingUp = catchingUp && !isPastTheLog(best.get());
    if (!catchingUp && !isSame(best.get())) {
      changes++;
      latest = best.get();
      context.emit(latest);
    }
  }

  private RunEvent.IncumbentChanged change(Contender best) {
    return new RunEvent.IncumbentChanged(
        changes + 1, best.candidate().id(), best.standing().score(), best.isVerified(threshold));
  }

  /**
   * Whether this is what the log knows, or what comes after it, since the one that the log knows
   * has been met again. Calls that the log lacks may have come first.
   */
  private boolean isPastTheLog(RunEvent.IncumbentChanged best) {
    if (isSame(best)) {
      return true;
    }
    RunEvent.IncumbentChanged logged = Objects.requireNonNull(latest);
    Contender again = contenders.get(logged.candidate());
    return again != null && (again.isJudged() || logged.score().isEmpty());
  }

  private boolean isSame(RunEvent.IncumbentChanged best) {
    return latest != null
        && latest.candidate().equals(best.candidate())
        && latest.score().equals(best.score())
        && latest.verified() == best.verified();
  }

  /** The best plan so far, if one has been verified. */
  synchronized Optional<Contender> best() {
    return Ranking.best(List.copyOf(contenders.values())).filter(Contender::isJudged);
  }
}
