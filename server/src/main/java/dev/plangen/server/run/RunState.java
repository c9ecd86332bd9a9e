package dev.plangen.server.run;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunEvent;

/** How a run stands. */
public enum RunState {
  RUNNING,
  COMPLETE,
  FAILED,
  CANCELLED;

  static RunState of(RunEvent.Terminal end) {
    return switch (end) {
      case RunEvent.Finished _ -> COMPLETE;
      case RunEvent.Failed(var _, Failure.Cancelled _) -> CANCELLED;
      case RunEvent.Failed _ -> FAILED;
    };
  }
}
