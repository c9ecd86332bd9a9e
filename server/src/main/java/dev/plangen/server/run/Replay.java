package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.planning.agent.ModelCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    return events.containsKey(RunEvent.CandidateStarted.identity(candidate));
  }

  Optional<RunEvent> event(String identity) {
    return Optional.ofNullable(events.get(identity));
  }

  /** What the log says that a verifier has said of a candidate, if its plan was just this one. */
  Optional<Verdict> verdict(PlanUnderTest plan, String verifier) {
    boolean same =
        events.get(RunEvent.CandidateCompleted.identity(plan.candidate()))
                instanceof RunEvent.CandidateCompleted completed
            && completed.candidate().text().equals(plan.text());
    return event(RunEvent.CandidateVerified.identity(plan.candidate(), verifier))
        .filter(_ -> same)
        .map(event -> ((RunEvent.CandidateVerified) event).verdict());
  }

  /** The call of this key, if it was the same question asked the same way. */
  Optional<CallRecord> call(ModelCall wished) {
    return ownCall(wished).or(() -> othersCall(wished));
  }

  /** The same, if this run has made it, or has taken it over before. */
  Optional<CallRecord> ownCall(ModelCall wished) {
    return same(own.get(wished.key()), wished);
  }

  /** The same, if the other run has made it. */
  Optional<CallRecord> othersCall(ModelCall wished) {
    return same(others.get(wished.key()), wished);
  }

  private static Optional<CallRecord> same(@Nullable CallRecord known, ModelCall wished) {
    return Optional.ofNullable(known)
        .filter(call -> call.fingerprint().equals(wished.fingerprint()));
  }

  /** How many of the questions about a candidate this model has answered. */
  int answersAbout(CallKey candidate, String model) {
    return (int)
        Stream.concat(own.values().stream(), others.values().stream())
            .filter(
                call ->
                    call.writes().stage() == Stage.VERIFY_SOLUTIONS
                        && call.writes().candidate().equals(candidate.path())
                        && call.model().equals(model))
            .map(CallRecord::key)
            .distinct()
            .count();
  }

  boolean hasLost(Stage stage, CallKey candidate) {
    return events.containsKey(RunEvent.CandidateFailed.identity(stage, candidate));
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
