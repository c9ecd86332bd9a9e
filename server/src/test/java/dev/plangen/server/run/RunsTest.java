package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.RequestId;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.testing.AtOnce;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final RunFilter ALL = new RunFilter(Optional.empty(), Optional.empty(), Map.of());
  private static final RunFilter ODD =
      new RunFilter(Optional.empty(), Optional.empty(), Map.of("odd", "yes"));

  private final Gate gate = new Gate();
  private final KeyedScript script =
      new KeyedScript().on("solution/1", held(gate, text("The plan.")));
  private final ScriptedModel model = new ScriptedModel(script);
  private final Offers offers = Trail.offers(model);

  /** What happens when a run begins. */
  private volatile Runnable started = () -> {};

  private final Runs runs =
      new Runs(
          (_, _) ->
              new RunWatch() {
                @Override
                public void started() {
                  started.run();
                }
              },
          ServerSettings.DEFAULT.limits(),
          ServerSettings.DEFAULT.retention(),
          TenantLedger.unlimited());

  @Test
  void leavingEndsTheRunAndItsCalls() throws InterruptedException {
    Trail trail = start();
    gate.awaitReached(LIMIT);
    trail.leave();
    // Who has left is not woken any more: wait for the run instead.
    runs.drain(LIMIT);

    assertThat(trail.toEnd().failed())
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.Cancelled()));
  }

  @Test
  void drainRefusesNewRuns() throws InterruptedException {
    runs.drain(LIMIT);

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> assertThat(refused.failure()).isEqualTo(new Failure.ServerDraining()));
  }

  @Test
  void drainReturnsAsSoonAsTheLiveRunsHaveEnded() throws InterruptedException {
    Trail trail = start();
    gate.awaitReached(LIMIT);
    Thread.ofVirtual().start(gate::release);
    long begun = System.nanoTime();
    runs.drain(Duration.ofMinutes(5));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
    assertThat(trail.toEnd().solved().selection().candidate().text()).isEqualTo("The plan.");
  }

  @Test
  void drainEndsRunsThatOutliveTheirGrace() throws InterruptedException {
    Trail trail = start();
    gate.awaitReached(LIMIT);
    runs.drain(Duration.ofMillis(10));

    assertThat(trail.toEnd().failed())
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.ServerDraining()));
  }

  @RepeatedTest(50)
  void racingEqualSubmissionsStartOneRun() throws InterruptedException {
    Submission named = submission(Optional.of(new RequestId("r", "payload")), Optional.empty());

    List<String> ids =
        AtOnce.all(Collections.nCopies(32, () -> runs.submit(named, offers.hold()).info().id()));

    assertThat(Set.copyOf(ids)).hasSize(1);
    gate.release();
  }

  @Test
  void aListIsWholeAndNewestFirstHoweverManyRunsThereAre() {
    gate.release();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Submission odd = i % 2 == 0 ? submission() : labelled();
      ids.addFirst(runs.submit(odd, offers.hold()).info().id());
    }

    assertThat(ids(ALL, Optional.empty(), 1000)).isEqualTo(ids);
    assertThat(ids(ALL, Optional.of(ids.get(9)), 300)).isEqualTo(ids.subList(10, 310));
    assertThat(ids(ODD, Optional.empty(), 1000)).hasSize(300);
    assertThat(ids(ODD, Optional.of(ids.get(597)), 1)).containsExactly(ids.get(598));
  }

  /** Deleted between the moment that the run is admitted and the moment that it begins. */
  @Test
  void aRunHasAllOfABaseThatIsDeletedBeforeItBegins() {
    gate.release();
    String base = ended(submission());
    started = () -> runs.delete(Caller.ANONYMOUS, base);
    ended(submission(Optional.empty(), Optional.of(base)));

    assertThat(model.asked()).hasSize(3);
  }

  /** Whoever comes first to the lock decides; nothing in between may come of it. */
  @RepeatedTest(200)
  void aRunThatRacesWithTheDeletionOfItsBaseHasAllOfItOrIsRefused() throws InterruptedException {
    gate.release();
    String base = ended(submission());
    Submission heir = submission(Optional.empty(), Optional.of(base));

    List<Boolean> admitted =
        AtOnce.all(
            List.of(
                () -> isAdmitted(heir),
                () -> {
                  runs.delete(Caller.ANONYMOUS, base);
                  return true;
                }));

    assertThat(admitted).hasSize(2);
    assertThat(model.asked()).hasSize(3);
  }

  private boolean isAdmitted(Submission heir) {
    try {
      ended(heir);
      return true;
    } catch (FailureException e) {
      assertThat(e.failure()).isInstanceOf(Failure.UnknownRun.class);
      return false;
    }
  }

  /** Does it to its end, and returns its id. */
  private String ended(Submission submission) {
    RunReader reader =
        runs.start(submission, offers.hold(), Optional.empty(), ReaderOptions.STAGES);
    Trail.follow(reader).toEnd();
    return reader.runId();
  }

  private List<String> ids(RunFilter filter, Optional<String> before, int most) {
    return runs.list(Caller.ANONYMOUS, filter, before, most).stream()
        .map(run -> run.info().id())
        .toList();
  }

  private static Submission submission() {
    return submission(Optional.empty(), Optional.empty());
  }

  private static Submission labelled() {
    Submission plain = submission();
    return new Submission(
        plain.caller(),
        plain.job(),
        plain.budget(),
        plain.patience(),
        plain.requestId(),
        plain.base(),
        Map.of("odd", "yes"));
  }

  private static Submission submission(Optional<RequestId> requestId, Optional<String> base) {
    return new Submission(
        Caller.ANONYMOUS,
        TestJobs.bestOf(1),
        Budget.UNLIMITED,
        new Patience.Unlimited(),
        requestId,
        base,
        Map.of());
  }

  private Trail start() {
    return Trail.follow(
        runs.start(
            Submission.of(Caller.ANONYMOUS, TestJobs.bestOf(1)),
            offers.hold(),
            Optional.empty(),
            new ReaderOptions(true, true)));
  }
}
