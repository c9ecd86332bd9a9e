package dev.plangen.server.run;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.testing.ScriptedModel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs on their own, without a registry. */
final class TestRuns {

  private TestRuns() {}

  static Run of(Job job, ScriptedModel model) {
    return of(job, model, List.of());
  }

  /** One whose log begins with {@code earlier}. */
  static Run of(Job job, ScriptedModel model, List<LogEntry> earlier) {
    return new Run(
        new RunInfo("test", Submission.of(Caller.ANONYMOUS, job), Instant.now()),
        model.served(),
        ServerSettings.DEFAULT.limits(),
        Heritage.of(earlier),
        () -> {});
  }

  /** One more reader, from the beginning. */
  static RunReader read(Run run, ReaderOptions options) {
    return run.watch(0, Optional.empty(), options);
  }

  /** How it ended. */
  static dev.plangen.server.domain.RunEvent end(Run run) {
    return run.log().end().orElseThrow().event();
  }
}
