package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Failure;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Why candidates were lost in one stage. Thread-safe. */
final class Losses {

  private final NavigableMap<CallKey, Failure> byCandidate = new TreeMap<>();

  synchronized void add(CallKey candidate, Failure failure) {
    byCandidate.put(candidate, failure);
  }

  synchronized boolean isEmpty() {
    return byCandidate.isEmpty();
  }

  /** Whether any was stopped, or could not be paid for. */
  synchronized boolean toStop() {
    return byCandidate.values().stream()
        .anyMatch(
            failure ->
                failure instanceof Failure.NotNeeded || failure instanceof Failure.BudgetExhausted);
  }

  /**
   * What to tell a caller who gets no plan at all: the failure that most candidates share, of
   * several the one of the earliest candidate. Empty if none was lost but those that were not
   * needed, which nobody is to be told of.
   */
  synchronized Optional<Failure> summary() {
    Collection<Failure> failures =
        byCandidate.values().stream()
            .filter(failure -> !(failure instanceof Failure.NotNeeded))
            .toList();
    Comparator<Failure> rarestFirst =
        Comparator.comparingLong(
            failure -> failures.stream().filter(f -> f.reason().equals(failure.reason())).count());
    // min() of the reverse, because it takes the first of equals and max() the last.
    return failures.stream().min(rarestFirst.reversed());
  }
}
