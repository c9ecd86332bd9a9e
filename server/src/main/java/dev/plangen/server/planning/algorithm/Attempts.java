package dev.plangen.server.planning.algorithm;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Lineage;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunEvent.CandidateCompleted;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.planning.agent.RunContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes and verifies candidates of one problem, telling the run about each. A candidate that fails
 * is an event and an empty result; the search goes on with the others. Thread-safe.
 */
final class Attempts {

  /** Of a search step by step. */
  private static final Failure NOT_COMPLETE =
      new Failure.OutputUnusable(
          "The search came to its limits before a plan was complete; raise the limits of the"
              + " algorithm, or name another model.");

  private final RunContext context;
  private final SearchTask task;
  private final Map<Stage, Losses> losses =
      Map.of(Stage.GENERATE_SOLUTIONS, new Losses(), Stage.VERIFY_SOLUTIONS, new Losses());

  Attempts(SearchTask task) {
    this.context = task.context();
    this.task = task;
  }

  /** To be thrown when a stage has lost every candidate, or come to none. */
  RuntimeException failed(Stage stage) {
    return context
        .stopped()
        .<RuntimeException>map(cause -> new FailureException(cause.withoutPlan()))
        .orElseGet(
            () -> new StageFailedException(stage, lossesOf(stage).summary().orElse(NOT_COMPLETE)));
  }

  /** Likewise, in whichever stage that was. */
  RuntimeException failed() {
    return failed(
        lossesOf(Stage.VERIFY_SOLUTIONS).isEmpty()
            ? Stage.GENERATE_SOLUTIONS
            : Stage.VERIFY_SOLUTIONS);
  }

  /** Whether a candidate was lost because the run may not use up more. */
  boolean lostToStop() {
    return losses.values().stream().anyMatch(Losses::toStop);
  }

  /** To be called when nothing more is done for a candidate. */
  void done(CallKey candidate) {
    context.release(candidate);
  }

  /** A plan that is written at once. */
  Optional<Contender> write(CallKey key, Supplier<CallRecord> call) {
    context.emit(new RunEvent.CandidateStarted(key, Lineage.NONE));
    return attempt(Stage.GENERATE_SOLUTIONS, key, () -> told(CandidateCompleted.by(call.get())));
  }

  /** A plan that is complete with its last step. */
  Contender complete(Candidate plan, Lineage lineage) {
    return told(new CandidateCompleted(plan, lineage, Optional.empty()));
  }

  private Contender told(CandidateCompleted written) {
    context.emit(written);
    Contender contender = Contender.of(written.candidate(), List.of());
    task.incumbent().meet(contender);
    return contender;
  }

  Optional<Contender> verify(Contender contender, Cancellation cancellation) {
    Candidate candidate = contender.candidate();
    return attempt(
        Stage.VERIFY_SOLUTIONS,
        candidate.id(),
        () -> {
          List<Verdict> verdicts =
              task.jury().verify(task.underTest(candidate.id(), candidate.text()), cancellation);
          Contender judged = contender.judged(verdicts);
          task.incumbent().meet(judged);
          return judged;
        });
  }

  /**
   * A failure that the log knows is read, not tried again: what depended on it was decided by it.
   */
  <T> Optional<T> attempt(Stage stage, CallKey candidate, Supplier<T> work) {
    Optional<Failure> recorded =
        context
            .recorded(RunEvent.CandidateFailed.identity(stage, candidate))
            .map(event -> ((RunEvent.CandidateFailed) event).failure());
    if (recorded.isPresent()) {
      lossesOf(stage).add(candidate, recorded.get());
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } catch (FailureException e) {
      lost(stage, candidate, e.failure());
      return Optional.empty();
    }
  }

  void lost(Stage stage, CallKey candidate, Failure failure) {
    context.emit(new RunEvent.CandidateFailed(stage, candidate, failure));
    lossesOf(stage).add(candidate, failure);
  }

  private Losses lossesOf(Stage stage) {
    return Objects.requireNonNull(losses.get(stage));
  }
}
