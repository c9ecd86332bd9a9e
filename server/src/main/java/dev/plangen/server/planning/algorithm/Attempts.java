package dev.plangen.server.planning.algorithm;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunEvent.CandidateCompleted;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.planning.agent.Judge;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.PlanAgent;
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
public final class Attempts {

  private final RunContext context;
  private final PlanAgent planner;
  private final Judge judge;
  private final String problem;
  private final List<String> constraints;
  private final Map<Stage, Losses> losses =
      Map.of(Stage.GENERATE_SOLUTIONS, new Losses(), Stage.VERIFY_SOLUTIONS, new Losses());

  public Attempts(
      RunContext context,
      PlanAgent planner,
      Judge judge,
      String problem,
      List<String> constraints) {
    this.context = context;
    this.planner = planner;
    this.judge = judge;
    this.problem = problem;
    this.constraints = List.copyOf(constraints);
  }

  /** To be thrown when a stage has lost every candidate. */
  RuntimeException failed(Stage stage) {
    return context
        .stopped()
        .<RuntimeException>map(cause -> new FailureException(cause.withoutPlan()))
        .orElseGet(() -> new StageFailedException(stage, lossesOf(stage).summary()));
  }

  /**
   * Which of these candidates may be written now: all that are known already, and as many of the
   * others as the budget pays for, each with its verification. If it is none, the run has been
   * stopped.
   */
  List<CallKey> reserve(List<CallKey> candidates) {
    return context
        .reserve(candidates.stream().map(planner::call).toList(), judge.needs(problem, constraints))
        .stream()
        .map(ModelCall::key)
        .toList();
  }

  /** Whether a candidate was lost because the run may not use up more. */
  boolean lostToStop() {
    return losses.values().stream().anyMatch(Losses::toStop);
  }

  /** To be called when nothing more is done for a candidate. */
  void done(CallKey candidate) {
    context.release(candidate);
  }

  Optional<Candidate> write(CallKey key, Cancellation cancellation) {
    context.emit(new RunEvent.CandidateStarted(key));
    return attempt(
        Stage.GENERATE_SOLUTIONS,
        key,
        () -> {
          var written = new CandidateCompleted(planner.write(key, cancellation));
          context.emit(written);
          return written.candidate();
        });
  }

  Optional<Verdict> verify(Candidate candidate, Cancellation cancellation) {
    return attempt(
        Stage.VERIFY_SOLUTIONS,
        candidate.id(),
        () -> {
          Judge.Judgement judgement =
              judge.judge(
                  new PlanUnderTest(problem, constraints, candidate.id(), candidate.text()),
                  cancellation);
          context.emit(new RunEvent.CandidateVerified(judgement.verdict(), judgement.call()));
          return judgement.verdict();
        });
  }

  /**
   * A failure that the log knows is read, not tried again: what depended on it was decided by it.
   */
  private <T> Optional<T> attempt(Stage stage, CallKey candidate, Supplier<T> work) {
    Optional<Failure> recorded = context.recordedFailure(stage, candidate);
    if (recorded.isPresent()) {
      lossesOf(stage).add(candidate, recorded.get());
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } catch (FailureException e) {
      context.emit(new RunEvent.CandidateFailed(stage, candidate, e.failure()));
      lossesOf(stage).add(candidate, e.failure());
      return Optional.empty();
    }
  }

  private Losses lossesOf(Stage stage) {
    return Objects.requireNonNull(losses.get(stage));
  }
}
