package dev.plangen.server.verify;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;

/** Judges plans without asking a model of the run. Implementations are thread-safe. */
public interface Verifier {

  /**
   * Judges one plan. May block; the calling thread is virtual.
   *
   * <p>What it does not understand, of the problem or of the plan, it has no opinion on: {@link
   * Opinion#none}, never a guess.
   *
   * @throws dev.plangen.server.domain.FailureException if it can't judge now
   * @throws java.util.concurrent.CancellationException once {@code cancellation} is cancelled
   */
  Opinion verify(PlanUnderTest plan, Cancellation cancellation);
}
