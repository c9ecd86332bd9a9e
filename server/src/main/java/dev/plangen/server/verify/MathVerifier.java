package dev.plangen.server.verify;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.verify.math.MathReport;

/**
 * Checks the equalities of plain numbers that a plan states, and reports on them. It vetoes
 * nothing: a wrong sum may be beside the point.
 */
final class MathVerifier implements Verifier {

  static final String ID = "math";

  @Override
  public Opinion verify(PlanUnderTest plan, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    return MathReport.of(plan.text());
  }
}
