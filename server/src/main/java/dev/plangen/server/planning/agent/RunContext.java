package dev.plangen.server.planning.agent;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The run, as the engine sees it: where events go and model calls are made. Thread-safe.
 *
 * <p>A run may start with a log that already holds entries. Then a call that the log has is
 * answered from it, and an event that it has is not written twice; so the engine runs the same code
 * from the beginning, and only what is missing is done.
 */
public interface RunContext {

  /** Cancelled when the run is to end early. */
  Cancellation cancellation();

  /** Appends {@code event} to the log, unless it is there. */
  void emit(RunEvent event);

  /**
   * Makes a call, streaming what the model writes to the run's readers, or takes it from the log.
   *
   * <p>The caller emits the event that the call's result belongs to: only then is the call in the
   * log.
   *
   * <p>The run's budget may lower what the call is allowed to write.
   *
   * @throws dev.plangen.server.domain.FailureException if the model failed, if the budget does not
   *     pay for the call ({@code BudgetExhausted}), or if the run's time is over and the log has no
   *     such call ({@code NotNeeded})
   * @throws java.util.concurrent.CancellationException if {@code cancellation} was cancelled
   */
  CallRecord call(ModelCall call, Cancellation cancellation);

  /**
   * Does work for which others than models are asked, and which ends as calls of models do: when
   * {@code scope} is cancelled, and when the run's time is over or no more is wanted.
   *
   * @param work to be done with a cancellation of its own
   * @throws dev.plangen.server.domain.FailureException what {@code work} throws; or, if it was not
   *     wanted any more, with {@code NotNeeded}
   * @throws java.util.concurrent.CancellationException if {@code scope} was cancelled
   */
  <T> T whileWanted(Cancellation scope, Function<Cancellation, T> work);

  /**
   * The entry with this identity that the log began with: what time, chance or order of arrival has
   * decided is read from there, and not decided again.
   */
  Optional<RunEvent> recorded(String identity);

  /** What the log says that this verifier has said of just this plan. */
  Optional<Verdict> recordedVerdict(PlanUnderTest plan, String verifier);

  /**
   * Sets aside what the candidates that these calls write, and the questions about each, may use
   * up.
   *
   * @param plans not made yet, alike but for their keys; at least one
   * @param atOnce how many of them are under way at the same time, 1 or more: what is left is
   *     divided among so many, unless it pays for all without lowering what they may write
   * @param followup of each of them
   * @return those of them that may be made now, in their order: all that the log has, or that
   *     another run has made, since they cost nothing; and of the others, from the first on, as
   *     many as the budget pays for beside them. If there is none of either kind the run is
   *     stopped; if it was stopped before, there is none of the other kind
   */
  List<ModelCall> reserve(List<ModelCall> plans, int atOnce, Followup followup);

  /**
   * Whether this plan may still be begun: more is wanted, and the time is not over; or the log says
   * that the plan was begun before; or only the time is over, and another run has made it.
   */
  boolean mayBegin(ModelCall plan);

  /** Stops the run short of all that could be done, unless it is stopped already. */
  void stop(StopCause why);

  /** No more calls are made for this candidate: gives back what was set aside and not used. */
  void release(CallKey candidate);

  /** Why no more is asked of models; empty while more may be. */
  Optional<StopCause> stopped();
}
