package dev.plangen.server.testing;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.planning.Catalog;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.run.LogEntry;
import dev.plangen.server.run.News;
import dev.plangen.server.run.Offer;
import dev.plangen.server.run.Offers;
import dev.plangen.server.run.ReaderOptions;
import dev.plangen.server.run.RunReader;
import dev.plangen.server.run.Runs;
import dev.plangen.server.run.TenantLedger;
import dev.plangen.server.verify.Verifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows a run from a test's thread and keeps what its reader was given. */
public final class Trail {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Where nobody listens. */
  public static final RunObserver NOBODY = (_, _) -> RunWatch.NONE;

  /** This model, with the server's own prompts and verifiers. */
  public static Offers offers(ScriptedModel model) {
    return offers(model, Verifiers.with(Map.of()));
  }

  public static Offers offers(ScriptedModel model, Verifiers verifiers) {
    return new Offers(Offer.of(new Catalog(model.served(), verifiers, Profiles.NONE)));
  }

  private final RunReader reader;
  private final List<News> news = new ArrayList<>();

  private Trail(RunReader reader) {
    this.reader = reader;
  }

  /** Of a run that has just been started, with everything that a reader can get. */
  public static Trail start(Job job, ScriptedModel model) {
    return start(job, model, new ReaderOptions(true, true));
  }

  public static Trail start(Job job, ScriptedModel model, ReaderOptions options) {
    return follow(
        runs()
            .start(
                Submission.of(Caller.ANONYMOUS, job),
                offers(model).hold(),
                Optional.empty(),
                options));
  }

  /** With the usual limits. */
  public static Runs runs() {
    return new Runs(
        NOBODY,
        ServerSettings.DEFAULT.limits(),
        ServerSettings.DEFAULT.retention(),
        TenantLedger.unlimited());
  }

  public static Trail follow(RunReader reader) {
    return new Trail(reader);
  }

  /** Of a run that has ended. */
  public static Trail of(Job job, ScriptedModel model) {
    return start(job, model).toEnd();
  }

  public Trail toEnd() {
    await(RunEvent.Terminal.class::isInstance);
    return this;
  }

  /** Follows until such an event is there. */
  public LogEntry await(Predicate<RunEvent> wanted) {
    Optional<LogEntry> had = find(wanted);
    long end = System.nanoTime() + LIMIT.toNanos();
    while (had.isEmpty()) {
      News next = reader.poll();
      if (next != null) {
        news.add(next);
        had = next instanceof News.Logged(LogEntry entry) ? matching(entry, wanted) : had;
      } else {
        park(end - System.nanoTime());
      }
    }
    return had.get();
  }

  private void park(long nanos) {
    if (nanos <= 0) {
      throw new AssertionError("did not happen within " + LIMIT + "; so far: " + events());
    }
    try {
      reader.wakeup().awaitNews(nanos);
    } catch (InterruptedException e) {
      throw new AssertionError("a test was interrupted", e);
    }
  }

  private static Optional<LogEntry> matching(LogEntry entry, Predicate<RunEvent> wanted) {
    return wanted.test(entry.event()) ? Optional.of(entry) : Optional.empty();
  }

  private Optional<LogEntry> find(Predicate<RunEvent> wanted) {
    return entries().stream().filter(entry -> wanted.test(entry.event())).findFirst();
  }

  /** What else there is now; null if nothing. */
  public @Nullable News poll() {
    return reader.poll();
  }

  public void leave() {
    reader.leave(new Failure.Cancelled());
  }

  public List<News> news() {
    return List.copyOf(news);
  }

  public List<LogEntry> entries() {
    return news.stream()
        .filter(News.Logged.class::isInstance)
        .map(piece -> ((News.Logged) piece).entry())
        .toList();
  }

  public List<RunEvent> events() {
    return entries().stream().map(LogEntry::event).toList();
  }

  public <E extends RunEvent> List<E> events(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** What a solve that succeeded came to. */
  public Answer.Solved solved() {
    if (events().getLast() instanceof RunEvent.Finished(Answer.Solved solved)) {
      return solved;
    }
    throw new AssertionError("was not solved: " + events().getLast());
  }

  /** How a run failed. */
  public RunEvent.Failed failed() {
    if (events().getLast() instanceof RunEvent.Failed failed) {
      return failed;
    }
    throw new AssertionError("did not fail: " + events().getLast());
  }
}
