package dev.plangen.server.planning.algorithm;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.planning.agent.RunContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Best of N (PlanGEN section 2.2): N plans, each verified, the highest reward wins.
 *
 * <p>All are written at once, and each is verified as soon as it is written. One that was cut off
 * waits: it is verified only if no whole one is left.
 */
public final class BestOfN {

  /** PlanGEN appendix C. */
  public static final int DEFAULT_CANDIDATES = 5;

  public static final int MOST_CANDIDATES = 64;

  private final RunContext context;
  private final Attempts attempts;
  private final List<CallKey> keys;
  private final ConcurrentNavigableMap<CallKey, Candidate> written = new ConcurrentSkipListMap<>();
  private final AtomicInteger unwritten;

  public BestOfN(RunContext context, Attempts attempts, AlgorithmChoice.BestOfN choice) {
    this.context = context;
    this.attempts = attempts;
    this.keys =
        IntStream.rangeClosed(1, choice.candidates())
            .mapToObj(CallKey.of("solution")::child)
            .toList();
    this.unwritten = new AtomicInteger(keys.size());
  }

  /**
   * Emits everything from the start of {@code GENERATE_SOLUTIONS} to the end of {@code
   * VERIFY_SOLUTIONS}. To be called once.
   *
   * @throws StageFailedException if no candidate is left
   * @throws dev.plangen.server.domain.FailureException if the run was stopped before one was there
   */
  public Found search() {
    context.emit(new RunEvent.StageStarted(Stage.GENERATE_SOLUTIONS));
    List<Verdict> verdicts = attemptAll();
    List<Candidate> candidates = List.copyOf(written.values());
    if (verdicts.isEmpty()) {
      List<Candidate> cutOff = candidates.stream().filter(plan -> !plan.isWhole()).toList();
      verdicts = present(Fanout.map(cutOff, context.cancellation(), this::verify));
    }
    Optional<StopCause> stopped = stopCause();
    boolean unjudgedWillDo =
        stopped.isPresent() && candidates.stream().anyMatch(Candidate::isWhole);
    if (verdicts.isEmpty() && !unjudgedWillDo) {
      throw attempts.failed(Stage.VERIFY_SOLUTIONS);
    }
    context.emit(new RunEvent.CandidatesVerified(verdicts));
    return new Found(candidates, verdicts, stopped.orElse(StopCause.ALL_VERIFIED));
  }

  /** A time that is over when nothing is left to do has stopped nothing. */
  private Optional<StopCause> stopCause() {
    return context
        .stopped()
        .filter(cause -> !cause.isTime() || attempts.lostToStop() || unwritten.get() > 0);
  }

  /**
   * All at once, unless the budget pays only for some: then those, and with what they left more.
   * Verdicts by candidate number.
   */
  private List<Verdict> attemptAll() {
    List<Verdict> verdicts = new ArrayList<>();
    List<CallKey> rest = keys;
    while (!rest.isEmpty()) {
      List<CallKey> paid = attempts.reserve(rest);
      if (paid.isEmpty()) {
        break;
      }
      verdicts.addAll(present(Fanout.map(paid, context.cancellation(), this::attempt)));
      rest = rest.stream().filter(key -> !paid.contains(key)).toList();
      if (!verdicts.isEmpty()) {
        // A plan that was cut off will not be verified any more.
        written.values().stream()
            .filter(plan -> !plan.isWhole())
            .map(Candidate::id)
            .forEach(attempts::done);
      }
    }
    if (!rest.isEmpty()) {
      endGeneration();
    }
    verdicts.sort(Comparator.comparing(Verdict::candidate));
    return verdicts;
  }

  private Optional<Verdict> attempt(CallKey key, Cancellation cancellation) {
    Optional<Candidate> candidate = attempts.write(key, cancellation);
    candidate.ifPresentOrElse(plan -> written.put(key, plan), () -> attempts.done(key));
    // The stage ends with its last candidate, while the others are being verified.
    if (unwritten.decrementAndGet() == 0) {
      endGeneration();
    }
    return candidate.filter(Candidate::isWhole).flatMap(plan -> verify(plan, cancellation));
  }

  private Optional<Verdict> verify(Candidate plan, Cancellation cancellation) {
    Optional<Verdict> verdict = attempts.verify(plan, cancellation);
    attempts.done(plan.id());
    return verdict;
  }

  private void endGeneration() {
    if (written.isEmpty()) {
      throw attempts.failed(Stage.GENERATE_SOLUTIONS);
    }
    context.emit(new RunEvent.CandidatesGenerated(List.copyOf(written.values())));
    context.emit(new RunEvent.StageStarted(Stage.VERIFY_SOLUTIONS));
  }

  private static List<Verdict> present(List<Optional<Verdict>> verdicts) {
    return verdicts.stream().flatMap(Optional::stream).toList();
  }
}
