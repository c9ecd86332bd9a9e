package dev.plangen.server.run;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.Trail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs on their own, without a registry. */
final class TestRuns {

  private TestRuns() {}

  static Run of(Job job, ScriptedModel model) {
    return of(job, model, List.of());
  }

  /** One whose log begins with {@code earlier}. */
  static Run of(Job job, ScriptedModel model, List<LogEntry> earlier) {
    return of(job, Budget.UNLIMITED, model, earlier);
  }

  static Run of(Job job, Budget budget, ScriptedModel model, List<LogEntry> earlier) {
    return of(job, budget, model, Heritage.of(earlier));
  }

  static Run of(Job job, Budget budget, ScriptedModel model, Heritage heritage) {
    return of(job, budget, Trail.offers(model), heritage);
  }

  static Run of(Job job, Budget budget, Offers offers, Heritage heritage) {
    return of(job, budget, offers, heritage, RunWatch.NONE);
  }

  /** One that is watched. */
  static Run of(Job job, ScriptedModel model, RunWatch watch) {
    return of(job, Budget.UNLIMITED, Trail.offers(model), Heritage.of(List.of()), watch);
  }

  private static Run of(Job job, Budget budget, Offers offers, Heritage heritage, RunWatch watch) {
    var submission =
        new Submission(
            Caller.ANONYMOUS,
            job,
            budget,
            Patience.Grace.NONE,
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return new Run(
        new RunInfo("test", submission, Instant.now()),
        offers.hold(),
        ServerSettings.DEFAULT.limits(),
        heritage,
        _ -> {},
        watch,
        () -> {});
  }

  /** One more reader, from the beginning. */
  static RunReader read(Run run, ReaderOptions options) {
    return run.watch(0, Optional.empty(), options);
  }

  /** How it ended. */
  static RunEvent end(Run run) {
    return run.log().end().orElseThrow().event();
  }
}
