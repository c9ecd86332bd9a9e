package dev.plangen.server.run;

import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RequestId;
import dev.plangen.server.domain.Submission;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The runs that callers can come back to: those that live, and of those that ended the latest, for
 * each tenant. Not thread-safe: guarded by {@link Runs}.
 */
final class Registry {

  /** How many expired ids are remembered, so that coming too late is told from never. */
  private static final int MOST_EXPIRED = 50_000;

  private final Retention retention;

  /** By id, which is by time. */
  private final NavigableMap<String, Run> runs = new TreeMap<>();

  /** The newest run of each request id. */
  private final Map<Intent, Run> byIntent = new HashMap<>();

  /** Oldest end first, which is not the order in which the runs' threads come to tell of it. */
  private final NavigableSet<Kept> kept = new TreeSet<>(Kept.OLDEST_FIRST);

  /** The same, by run. */
  private final Map<Run, Kept> keptOf = new HashMap<>();

  private final Holdings<Kept> keptRuns = new Holdings<>(Kept.OLDEST_FIRST);
  private final Holdings<Kept> keptBytes = new Holdings<>(Kept.OLDEST_FIRST);

  /** Tenants by run id. */
  private final Map<String, String> expired = new HashMap<>();

  private final Holdings<String> expiredIds = new Holdings<>(Comparator.naturalOrder());

  Registry(Retention retention) {
    this.retention = retention;
  }

  private record Intent(String tenant, String requestId) {}

  private record Kept(Run run, long bytes, Instant end) {

    static final Comparator<Kept> OLDEST_FIRST =
        Comparator.comparing(Kept::end).thenComparing(entry -> entry.run().info().id());

    String tenant() {
      return run.info().caller().tenant();
    }
  }

  void add(Run run) {
    runs.put(run.info().id(), run);
    intent(run).ifPresent(intent -> byIntent.put(intent, run));
  }

  private static Optional<Intent> intent(Run run) {
    Submission submission = run.info().submission();
    return submission
        .requestId()
        .map(request -> new Intent(submission.caller().tenant(), request.text()));
  }

  /**
   * The newest run that was started with the same request id.
   *
   * @throws FailureException with {@code RequestIdReused} if it was another request
   */
  Optional<Run> sameIntent(Submission submission) {
    Optional<Run> found =
        submission
            .requestId()
            .map(request -> byIntent.get(new Intent(submission.caller().tenant(), request.text())));
    String payload = submission.requestId().map(RequestId::payload).orElse("");
    found
        .flatMap(run -> run.info().submission().requestId())
        .filter(request -> !request.payload().equals(payload))
        .ifPresent(
            _ -> {
              throw new FailureException(new Failure.RequestIdReused());
            });
    return found;
  }

  /** The run of that name. */
  Optional<Run> find(Caller caller, RunName name) {
    return switch (name) {
      case RunName.Id(String id) ->
          Optional.ofNullable(runs.get(id))
              // Another tenant's run is not even known to exist.
              .filter(run -> run.info().caller().tenant().equals(caller.tenant()));
      case RunName.Request(String id) ->
          Optional.ofNullable(byIntent.get(new Intent(caller.tenant(), id)));
    };
  }

  /**
   * The run of that name.
   *
   * @throws FailureException with {@code UnknownRun} or {@code RunExpired}
   */
  Run require(Caller caller, RunName name) {
    return find(caller, name)
        .orElseThrow(
            () ->
                new FailureException(
                    name instanceof RunName.Id(String id) && caller.tenant().equals(expired.get(id))
                        ? new Failure.RunExpired(name.text())
                        : new Failure.UnknownRun(name.text())));
  }

  /** So many of those that are older than the run of this id, or of all; newest first. */
  List<Run> newestFirst(Optional<String> before, int most) {
    NavigableMap<String, Run> older = before.map(id -> runs.headMap(id, false)).orElse(runs);
    return older.descendingMap().values().stream().limit(most).toList();
  }

  /** The run has ended: from now on it is kept only within the limits. */
  void ended(Run run, Instant end, Instant now) {
    // Not if it was deleted while it lived.
    if (runs.get(run.info().id()) == run) {
      var entry = new Kept(run, run.bytes(), end);
      kept.add(entry);
      keptOf.put(run, entry);
      keptRuns.add(entry.tenant(), entry, 1);
      keptBytes.add(entry.tenant(), entry, entry.bytes());
      expire(now);
    }
  }

  /** Drops what goes beyond the limits: what is too old, then of whoever keeps most the oldest. */
  void expire(Instant now) {
    while (!kept.isEmpty() && !kept.first().end().plus(retention.age()).isAfter(now)) {
      expire(kept.first());
    }
    while (keptRuns.size() > retention.runs()) {
      expire(keptRuns.oldestOfLargest());
    }
    while (keptBytes.size() > retention.bytes()) {
      expire(keptBytes.oldestOfLargest());
    }
  }

  private void expire(Kept entry) {
    remove(entry.run());
    entry.run().log().evict(retention.lateReading());
    String id = entry.run().info().id();
    expired.put(id, entry.tenant());
    expiredIds.add(entry.tenant(), id, 1);
    if (expiredIds.size() > MOST_EXPIRED) {
      String forgotten = expiredIds.oldestOfLargest();
      expiredIds.remove(expired.getOrDefault(forgotten, ""), forgotten, 1);
      expired.remove(forgotten);
    }
  }

  /** When the next run will be too old; empty if there is none. */
  Optional<Instant> nextExpiry() {
    return kept.stream().findFirst().map(entry -> entry.end().plus(retention.age()));
  }

  void remove(Run run) {
    runs.remove(run.info().id());
    intent(run).ifPresent(intent -> byIntent.remove(intent, run));
    Kept entry = keptOf.remove(run);
    if (entry != null) {
      kept.remove(entry);
      keptRuns.remove(entry.tenant(), entry, 1);
      keptBytes.remove(entry.tenant(), entry, entry.bytes());
    }
  }

  int keptRuns() {
    return kept.size();
  }

  long keptBytes() {
    return keptBytes.size();
  }
}
