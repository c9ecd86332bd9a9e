package dev.plangen.server.verify;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.verify.trip.TripProof;

/** Proves or refutes trips, for problems in the trip form of NATURAL PLAN. Sound. */
final class TripVerifier implements Verifier {

  static final String ID = "trip";

  @Override
  public Opinion verify(PlanUnderTest plan, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    return TripProof.of(plan, cancellation);
  }
}
