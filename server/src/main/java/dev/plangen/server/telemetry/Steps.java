package dev.plangen.server.telemetry;

import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import java.util.Locale;
import java.util.Optional;

/** Which events begin and end the steps of a run. */
final class Steps {

  private Steps() {}

  static Optional<Stage> begunBy(RunEvent event) {
    return event instanceof RunEvent.StageStarted(Stage stage)
        ? Optional.of(stage)
        : Optional.empty();
  }

  static Optional<Stage> endedBy(RunEvent event) {
    return switch (event) {
      case RunEvent.ConstraintsExtracted _,
          RunEvent.CandidatesGenerated _,
          RunEvent.CandidatesVerified _,
          RunEvent.Finished _ ->
          Optional.of(event.stage());
      case RunEvent.StageStarted _,
          RunEvent.CandidateStarted _,
          RunEvent.CandidateCompleted _,
          RunEvent.CandidateFailed _,
          RunEvent.CandidateVerified _,
          RunEvent.CallCompleted _,
          RunEvent.CallWasted _,
          RunEvent.NodeExpanded _,
          RunEvent.AlgorithmSelected _,
          RunEvent.IncumbentChanged _,
          RunEvent.SearchStopped _,
          RunEvent.Failed _ ->
          Optional.empty();
    };
  }

  static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
