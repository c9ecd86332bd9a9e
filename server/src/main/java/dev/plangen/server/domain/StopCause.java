package dev.plangen.server.domain;

/** Why a run came to its result. */
public enum StopCause {
  /** The algorithm has done all that it is asked for. */
  ALL_VERIFIED,
  /** A candidate is verified, and no more are wanted. */
  FIRST_VERIFIED,
  /** A search has found a plan that is verified. */
  THRESHOLD,
  /** A search has come to its limits without one. */
  SEARCH_LIMIT,
  /** No request more may be sent to models. */
  MODEL_CALLS,
  /** The tokens that are left pay for no candidate more. */
  TOTAL_TOKENS,
  /** The money that is left pays for no candidate more. */
  COST,
  SOFT_DEADLINE,
  /** The longest duration that the server allows a run. */
  RUN_DURATION;

  /** Whether what is under way must end too, and not only begin no more. */
  public boolean endsCalls() {
    return isTime() || this == FIRST_VERIFIED;
  }

  public boolean isTime() {
    return this == SOFT_DEADLINE || this == RUN_DURATION;
  }

  /** What a run fails with that was stopped for this before there was anything to return. */
  public Failure withoutPlan() {
    return switch (this) {
      case MODEL_CALLS -> new Failure.BudgetExhausted("model calls");
      case TOTAL_TOKENS -> new Failure.BudgetExhausted("tokens");
      case COST -> new Failure.BudgetExhausted("cost");
      case SOFT_DEADLINE -> new Failure.SoftDeadlineExceeded();
      case RUN_DURATION -> new Failure.RunDurationExceeded();
      case ALL_VERIFIED, FIRST_VERIFIED, THRESHOLD, SEARCH_LIMIT ->
          throw new IllegalStateException("whatever is verified is a plan");
    };
  }
}
