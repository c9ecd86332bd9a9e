package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.RoleModels;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import dev.plangen.server.verify.Verifier;
import dev.plangen.server.verify.Verifiers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A verifier that is no model is asked no longer than its verdict is wanted. */
@Timeout(60)
class UnwantedVerdictsTest {

  private static final String SLOW = "acme/slow";
  private static final Opinion RIGHT =
      new Opinion(OptionalInt.of(100), Ruling.PASSED, true, "Right.", List.of());

  private final ScriptedModel model = new ScriptedModel(new KeyedScript());
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void theVerifiersOfTheLosersAreCancelledWhenACandidateIsVerified() {
    var losers = new CountDownLatch(2);
    Run run =
        run(
            new AlgorithmChoice.BestOfN(3, 3, true),
            Budget.UNLIMITED,
            Heritage.NONE,
            (plan, cancellation) -> {
              if (plan.candidate().path().equals("solution/2")) {
                await(losers);
                return RIGHT;
              }
              losers.countDown();
              return untilCancelled(cancellation);
            });

    Answer.Solved solved = solved(run);

    assertThat(solved.stopCause()).isEqualTo(StopCause.FIRST_VERIFIED);
    assertThat(solved.selection().candidate().id().path()).isEqualTo("solution/2");
    assertThat(failures(run)).hasSize(2).containsOnly(new Failure.NotNeeded());
  }

  @Test
  void aVerifierThatIsStillAtItWhenTheTimeIsOverIsCancelled() {
    var soon =
        new Budget(
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(Duration.ofMillis(300)));
    Run run =
        run(
            AlgorithmChoice.BestOfN.of(1),
            soon,
            Heritage.NONE,
            (_, cancellation) -> untilCancelled(cancellation));

    Answer.Solved solved = solved(run);

    assertThat(solved.stopCause()).isEqualTo(StopCause.SOFT_DEADLINE);
    assertThat(solved.selection().score()).isEmpty();
    assertThat(failures(run)).containsOnly(new Failure.NotNeeded());
  }

  @Test
  void ofPlansThatAnotherRunHasWrittenNoneIsBegunAfterTheFirstThatIsVerified() {
    Run base = run(AlgorithmChoice.BestOfN.of(4), Budget.UNLIMITED, Heritage.NONE, (_, _) -> RIGHT);
    var _ = solved(base);
    asked.set(0);

    Run run =
        run(
            new AlgorithmChoice.BestOfN(4, 1, true),
            Budget.UNLIMITED,
            Heritage.of(base),
            (_, _) -> RIGHT);

    assertThat(solved(run).candidates()).hasSize(1);
    assertThat(asked).hasValue(1);
  }

  private Run run(AlgorithmChoice algorithm, Budget budget, Heritage heritage, Verifier verifier) {
    var job =
        new Job.Solve(
            TestJobs.PROBLEM,
            ScriptedModel.ID,
            RoleModels.all(ScriptedModel.ID),
            SamplingWish.NONE,
            algorithm,
            List.of(SLOW),
            95,
            List.of("Short."),
            "");
    Verifier counted =
        (plan, cancellation) -> {
          asked.incrementAndGet();
          return verifier.verify(plan, cancellation);
        };
    Offers offers = Trail.offers(model, Verifiers.with(Map.of(SLOW, counted)));
    return TestRuns.of(job, budget, offers, heritage);
  }

  private static Answer.Solved solved(Run run) {
    run.perform();
    return switch (TestRuns.end(run)) {
      case RunEvent.Finished(Answer.Solved solved) -> solved;
      case RunEvent end -> throw new AssertionError("was not solved: " + end);
    };
  }

  private static List<Failure> failures(Run run) {
    return run.log().entries().stream()
        .map(LogEntry::event)
        .filter(RunEvent.CandidateFailed.class::isInstance)
        .map(event -> ((RunEvent.CandidateFailed) event).failure())
        .toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("a test was interrupted", e);
    }
  }

  private static Opinion untilCancelled(Cancellation cancellation) {
    var cancelled = new CompletableFuture<Void>();
    try (Cancellation.Registration _ = cancellation.onCancel(() -> cancelled.complete(null))) {
      cancelled.join();
    }
    throw new CancellationException();
  }
}
