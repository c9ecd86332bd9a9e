package dev.plangen.server.run;

import dev.plangen.server.domain.RunEvent;

/**
 * What a reader is given beside the starts and ends of stages and the last entry.
 *
 * @param candidateEvents every other entry of the log
 * @param texts what models write, while they write it
 */
public record ReaderOptions(boolean candidateEvents, boolean texts) {

  /** What a plain {@code SolveStream} gets. */
  public static final ReaderOptions STAGES = new ReaderOptions(false, false);

  boolean wants(RunEvent event) {
    return switch (event) {
      case RunEvent.StageStarted _,
          RunEvent.ConstraintsExtracted _,
          RunEvent.CandidatesGenerated _,
          RunEvent.CandidatesVerified _,
          RunEvent.Terminal _ ->
          true;
      case RunEvent.CandidateStarted _,
          RunEvent.CandidateCompleted _,
          RunEvent.CandidateFailed _,
          RunEvent.CandidateVerified _,
          RunEvent.CallCompleted _,
          RunEvent.CallWasted _,
          RunEvent.NodeExpanded _,
          RunEvent.AlgorithmSelected _,
          RunEvent.IncumbentChanged _,
          RunEvent.SearchStopped _ ->
          candidateEvents;
    };
  }
}
