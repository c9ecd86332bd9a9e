package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.planning.agent.ModelCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run knows when it starts: the entries that its own log begins with, and the calls that
 * another run has made. Immutable.
 *
 * <p>Its own entries are what happened, failures too. Of another run only the calls count, and of
 * these only what would come out the same: not a failure, and not a text that its budget cut short.
 */
final class Replay {

  static final Replay NOTHING = new Replay(List.of(), Map.of());

  private final Map<CallKey, CallRecord> own = new HashMap<>();
  private final Map<String, RunEvent> events = new HashMap<>();
  private final Map<CallKey, CallRecord> others;

  private Replay(List<LogEntry> entries, Map<CallKey, CallRecord> others) {
    for (LogEntry entry : entries) {
      events.put(entry.event().identity(), entry.event());
      entry.event().endedCall().ifPresent(call -> own.put(call.key(), call));
    }
    this.others = Map.copyOf(others);
  }

  static Replay of(List<LogEntry> earlier) {
    return new Replay(earlier, Map.of());
  }

  static Replay of(Map<CallKey, CallRecord> others) {
    return new Replay(List.of(), others);
  }

  /**
   * Whether the log says just this. An event that came out otherwise this time, because a call was
   * asked differently, takes the place of the one in the log.
   */
  boolean has(RunEvent event) {
    return event.equals(events.get(event.identity()));
  }

  /** Whether the log says that this candidate was started. */
  boolean hasStarted(CallKey candidate) {
    return has(new RunEvent.CandidateStarted(candidate));
  }

  /** The call of this key, if it was the same question asked the same way. */
  Optional<CallRecord> call(ModelCall wished) {
    return Optional.ofNullable(own.get(wished.key()))
        .or(() -> Optional.ofNullable(others.get(wished.key())))
        .filter(call -> call.fingerprint().equals(wished.fingerprint()));
  }

  /** Whether the candidate's verification is known, or was lost. */
  boolean isVerified(CallKey candidate) {
    return failure(Stage.VERIFY_SOLUTIONS, candidate).isPresent()
        || Stream.concat(own.values().stream(), others.values().stream())
            .map(CallRecord::writes)
            .anyMatch(
                text ->
                    text.stage() == Stage.VERIFY_SOLUTIONS
                        && text.candidate().equals(candidate.path()));
  }

  Optional<Failure> failure(Stage stage, CallKey candidate) {
    return events.get(RunEvent.CandidateFailed.identity(stage, candidate))
            instanceof RunEvent.CandidateFailed failed
        ? Optional.of(failed.failure())
        : Optional.empty();
  }

  /** About how much memory the calls of the other run take. */
  long bytes() {
    return others.values().stream().mapToLong(call -> call.text().length()).sum();
  }

  /**
   * What another run can take over from one that began with this and has written {@code entries}.
   */
  Map<CallKey, CallRecord> handOn(List<LogEntry> entries) {
    Map<CallKey, CallRecord> calls = new HashMap<>(others);
    for (LogEntry entry : entries) {
      switch (entry.event()) {
        case RunEvent.CallWasted wasted -> calls.remove(wasted.call().key());
        case RunEvent event ->
            event
                .endedCall()
                .filter(call -> !call.isCutByBudget())
                .ifPresent(call -> calls.put(call.key(), call));
      }
    }
    return calls;
  }
}
