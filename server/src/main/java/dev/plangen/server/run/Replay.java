package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known from the entries that a run starts with. Immutable. */
final class Replay {

  private final Map<CallKey, CallRecord> calls = new HashMap<>();
  private final Map<String, RunEvent> events = new HashMap<>();

  Replay(List<LogEntry> earlier) {
    for (LogEntry entry : earlier) {
      events.put(entry.event().identity(), entry.event());
      entry.event().endedCall().ifPresent(call -> calls.put(call.key(), call));
    }
  }

  /**
   * Whether the log says just this. An event that came out otherwise this time, because a call was
   * asked differently, takes the place of the one in the log.
   */
  boolean has(RunEvent event) {
    return event.equals(events.get(event.identity()));
  }

  /** The call of this key, if it was the same question asked the same way. */
  Optional<CallRecord> call(CallKey key, String fingerprint) {
    return Optional.ofNullable(calls.get(key))
        .filter(call -> call.fingerprint().equals(fingerprint));
  }

  Optional<Failure> failure(Stage stage, CallKey candidate) {
    return events.get(RunEvent.CandidateFailed.identity(stage, candidate))
            instanceof RunEvent.CandidateFailed failed
        ? Optional.of(failed.failure())
        : Optional.empty();
  }
}
