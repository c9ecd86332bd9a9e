package dev.plangen.server.run;

import dev.plangen.server.domain.RequestId;
import java.util.Map;
import java.util.Optional;

/**
 * Which runs to list; what is empty filters nothing.
 *
 * @param labels all of which a run must have
 */
public record RunFilter(
    Optional<RunState> state, Optional<String> requestId, Map<String, String> labels) {

  public RunFilter {
    labels = Map.copyOf(labels);
  }

  boolean accepts(RunSnapshot run) {
    var submission = run.info().submission();
    return state.map(run.state()::equals).orElse(true)
        && requestId
            .map(submission.requestId().map(RequestId::text).orElse("")::equals)
            .orElse(true)
        && submission.labels().entrySet().containsAll(labels.entrySet());
  }
}
