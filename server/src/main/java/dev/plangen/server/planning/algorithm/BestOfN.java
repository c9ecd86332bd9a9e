package dev.plangen.server.planning.algorithm;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.PlanAgent;
import dev.plangen.server.planning.agent.RunContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Best of N (PlanGEN section 2.2): N plans, each verified, the highest reward wins.
 *
 * <p>Each plan is verified as soon as it is written, while others are still being written. One that
 * was cut off waits: it is verified only if no whole one is left.
 */
public final class BestOfN implements Search {

  /** PlanGEN appendix C. */
  public static final int DEFAULT_CANDIDATES = 5;

  public static final int MOST_CANDIDATES = 64;

  public static final AlgorithmChoice.BestOfN DEFAULT =
      AlgorithmChoice.BestOfN.of(DEFAULT_CANDIDATES);

  private final RunContext context;
  private final SearchTask task;
  private final AlgorithmChoice.BestOfN choice;
  private final Attempts attempts;
  private final PlanAgent writer;
  private final Consumer<List<Candidate>> whenWritten;
  private final List<CallKey> keys;
  private final ConcurrentNavigableMap<CallKey, Contender> written = new ConcurrentSkipListMap<>();

  /** How many are still to be written, or to be given up. */
  private final AtomicInteger unwritten;

  BestOfN(
      SearchTask task,
      AlgorithmChoice.BestOfN choice,
      Place place,
      Consumer<List<Candidate>> whenWritten) {
    this.context = task.context();
    this.task = task;
    this.choice = choice;
    this.attempts = new Attempts(task);
    this.writer =
        new PlanAgent(
            context,
            task.writing(),
            task.prompts().plan(task.problem(), task.constraints(), place.earlier()));
    this.whenWritten = whenWritten;
    this.keys =
        IntStream.rangeClosed(1, choice.candidates()).mapToObj(place.root()::child).toList();
    this.unwritten = new AtomicInteger(keys.size());
  }

  @Override
  public Found search() {
    attemptAll();
    if (judged().isEmpty()) {
      List<Contender> cutOff =
          written.values().stream().filter(plan -> !plan.candidate().isWhole()).toList();
      var _ = Fanout.map(cutOff, choice.parallelism(), context.cancellation(), this::verify);
    }
    Optional<StopCause> stopped = stopCause();
    boolean unjudgedWillDo =
        stopped.isPresent()
            && written.values().stream().anyMatch(plan -> plan.candidate().isWhole());
    if (judged().isEmpty() && !unjudgedWillDo) {
      throw attempts.failed(Stage.VERIFY_SOLUTIONS);
    }
    return new Found(List.copyOf(written.values()), stopped.orElse(StopCause.ALL_VERIFIED));
  }

  private Collection<Contender> judged() {
    return written.values().stream().filter(Contender::isJudged).toList();
  }

  /** A time that is over when nothing is left to do has stopped nothing. */
  private Optional<StopCause> stopCause() {
    return context
        .stopped()
        .filter(cause -> !cause.isTime() || attempts.lostToStop() || unwritten.get() > 0);
  }

  /**
   * As many at once as may be, unless the budget pays only for some: then those, and with what they
   * left more.
   */
  private void attemptAll() {
    List<CallKey> rest = keys;
    while (!rest.isEmpty()) {
      List<CallKey> paid = reserve(rest);
      if (paid.isEmpty()) {
        break;
      }
      var _ = Fanout.map(paid, choice.parallelism(), context.cancellation(), this::attempt);
      rest = rest.stream().filter(key -> !paid.contains(key)).toList();
      if (!judged().isEmpty()) {
        // A plan that was cut off will not be verified any more.
        written.values().stream()
            .filter(plan -> !plan.candidate().isWhole())
            .forEach(plan -> attempts.done(plan.candidate().id()));
      }
    }
    if (unwritten.get() > 0) {
      endGeneration();
    }
  }

  private List<CallKey> reserve(List<CallKey> candidates) {
    return context
        .reserve(
            candidates.stream().map(writer::call).toList(),
            choice.parallelism(),
            task.verification())
        .stream()
        .map(ModelCall::key)
        .toList();
  }

  private Optional<Contender> attempt(CallKey key, Cancellation cancellation) {
    if (!context.mayBegin(writer.call(key))) {
      attempts.done(key);
      return Optional.empty();
    }
    Optional<Contender> plan = attempts.write(key, () -> writer.write(key, cancellation));
    plan.ifPresentOrElse(whole -> written.put(key, whole), () -> attempts.done(key));
    // The stage ends with its last candidate, while the others are being verified.
    if (unwritten.decrementAndGet() == 0) {
      endGeneration();
    }
    return plan.filter(found -> found.candidate().isWhole())
        .flatMap(found -> verify(found, cancellation));
  }

  private Optional<Contender> verify(Contender plan, Cancellation cancellation) {
    Optional<Contender> judged = attempts.verify(plan, cancellation);
    attempts.done(plan.candidate().id());
    judged.ifPresent(this::judged);
    return judged;
  }

  private void judged(Contender plan) {
    written.put(plan.candidate().id(), plan);
    if (choice.acceptFirstVerified() && plan.isVerified(task.threshold())) {
      context.stop(StopCause.FIRST_VERIFIED);
    }
  }

  private void endGeneration() {
    if (written.isEmpty()) {
      throw attempts.failed(Stage.GENERATE_SOLUTIONS);
    }
    whenWritten.accept(written.values().stream().map(Contender::candidate).toList());
  }
}
