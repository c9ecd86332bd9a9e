package dev.plangen.server.verify;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.verify.calendar.CalendarProof;

/** Proves or refutes meeting times, for problems in the calendar form of NATURAL PLAN. Sound. */
final class CalendarVerifier implements Verifier {

  static final String ID = "calendar";

  @Override
  public Opinion verify(PlanUnderTest plan, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    return CalendarProof.of(plan);
  }
}
