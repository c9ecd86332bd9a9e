package dev.plangen.server.run;

import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import java.util.Optional;

/**
 * A run as it stood at one moment.
 *
 * @param lastSequence of the last entry of its log; 0 if there is none
 * @param end the entry that ended it
 */
public record RunSnapshot(RunInfo info, long lastSequence, RunCost cost, Optional<LogEntry> end) {

  public RunState state() {
    return end.map(entry -> RunState.of((RunEvent.Terminal) entry.event()))
        .orElse(RunState.RUNNING);
  }
}
