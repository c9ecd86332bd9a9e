package dev.plangen.server.planning.agent;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.PlanUnderTest;

/** One of those who verify the candidates of a run. */
interface Juror {

  /**
   * Judges one plan.
   *
   * @throws dev.plangen.server.domain.FailureException if it can't
   */
  Judgement judge(PlanUnderTest plan, Cancellation cancellation);
}
