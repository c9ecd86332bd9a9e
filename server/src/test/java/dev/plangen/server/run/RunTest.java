package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final Observed observed = new Observed();

  /** What an observer is told, in order. */
  private static final class Observed implements RunWatch {
    private final List<String> told = new ArrayList<>();
    private Optional<Throwable> bug = Optional.empty();

    @Override
    public void started() {
      told.add("started");
    }

    @Override
    public void ended(RunEvent.Terminal end, RunCost cost, Optional<Throwable> thrown) {
      told.add("ended");
      bug = thrown;
    }
  }

  @Test
  void aRunEndsWhenItsLastReaderLeavesForTheReasonThatItGives() throws Exception {
    script.on("solution/2", held(gate, text("never")));
    Run run = run(new ScriptedModel(script));
    RunReader first = TestRuns.read(run, ReaderOptions.STAGES);
    RunReader last = TestRuns.read(run, ReaderOptions.STAGES);
    CompletableFuture<Void> performed = perform(run);
    gate.awaitReached(LIMIT);

    first.leave(new Failure.Cancelled());
    assertThat(performed).isNotDone();
    last.leave(new Failure.DeadlineExceeded());

    performed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(TestRuns.end(run))
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.DeadlineExceeded()));
    assertThat(observed.told).containsExactly("started", "ended");
    assertThat(observed.bug).isEmpty();
  }

  @Test
  void leavingTwiceCountsOnce() throws Exception {
    script.on("constraints", held(gate, text("- One.")));
    Run run = run(new ScriptedModel(script));
    RunReader first = TestRuns.read(run, ReaderOptions.STAGES);
    TestRuns.read(run, ReaderOptions.STAGES);
    CompletableFuture<Void> performed = perform(run);
    gate.awaitReached(LIMIT);

    first.leave(new Failure.Cancelled());
    first.leave(new Failure.Cancelled());
    gate.release();

    performed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(TestRuns.end(run)).isInstanceOf(RunEvent.Finished.class);
  }

  @Test
  void ofSeveralReasonsToEndEarlyTheFirstCounts() throws Exception {
    script.on("constraints", held(gate, text("- One.")));
    Run run = run(new ScriptedModel(script));
    CompletableFuture<Void> performed = perform(run);
    gate.awaitReached(LIMIT);

    run.endEarly(new Failure.ServerDraining());
    run.endEarly(new Failure.Cancelled());

    performed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(TestRuns.end(run))
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.ServerDraining()));
  }

  @Test
  void aRunThatEndsBeforeItBeginsAsksNoModel() throws Exception {
    var model = new ScriptedModel(script);
    Run run = run(model);
    run.endEarly(new Failure.ServerDraining());

    perform(run).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    assertThat(model.asked()).isEmpty();
    assertThat(TestRuns.end(run))
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.ServerDraining()));
  }

  @Test
  void aBugIsToldToTheObserverAndNotToTheCaller() throws Exception {
    assertInternal(new IllegalStateException("a secret"));
  }

  @Test
  void aCancellationThatNobodyAskedForIsABug() throws Exception {
    assertInternal(new CancellationException());
  }

  /** It has once left a run without an end, and its callers waiting. */
  @Test
  void beingStoppedWithoutAReasonIsABug() throws Exception {
    assertInternal(new StageFailedException(Stage.GENERATE_SOLUTIONS, new Failure.NotNeeded()));
  }

  @Test
  void aRunThatIsDeletedAsSoonAsItsResultIsReadIsToldToHaveEnded() {
    var ends = new ArrayList<RunEvent.Terminal>();
    var given = new CompletableFuture<Run>();
    Run run =
        TestRuns.of(
            TestJobs.bestOf(2),
            new ScriptedModel(script),
            new RunWatch() {
              @Override
              public void happened(RunEvent event) {
                if (event instanceof RunEvent.Finished) {
                  given.join().log().forget();
                }
              }

              @Override
              public void ended(RunEvent.Terminal end, RunCost cost, Optional<Throwable> thrown) {
                ends.add(end);
              }
            });
    given.complete(run);

    run.perform();

    assertThat(ends).singleElement().isInstanceOf(RunEvent.Finished.class);
    assertThat(run.log().hasEnded()).isTrue();
    assertThat(run.log().entries()).isEmpty();
  }

  @Test
  void theLastRunOfAnOfferEndsBeforeWhatTheOfferHeldIsClosed() throws Exception {
    Offers others = Trail.offers(new ScriptedModel(script));
    var closed = new CompletableFuture<Void>();
    var offers = new Offers(new Offer(others.catalog(), Set.of(closed::join)));
    Run run = TestRuns.of(TestJobs.bestOf(1), Budget.UNLIMITED, offers, Heritage.of(List.of()));
    offers.replace(Offer.of(others.catalog()));

    CompletableFuture<Void> performed = perform(run);

    run.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(performed).isNotDone();
    closed.complete(null);
    performed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private void assertInternal(RuntimeException bug) throws Exception {
    Run run =
        run(
            new ScriptedModel(
                _ -> {
                  throw bug;
                }));

    perform(run).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    assertThat(TestRuns.end(run))
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.Internal()));
    assertThat(observed.bug).containsSame(bug);
  }

  private Run run(ScriptedModel model) {
    return TestRuns.of(TestJobs.bestOf(2), model, observed);
  }

  private CompletableFuture<Void> perform(Run run) {
    var performed = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(
            () -> {
              run.perform();
              performed.complete(null);
            });
    return performed;
  }
}
