package dev.plangen.server.domain;

import java.util.OptionalInt;

/**
 * A finished model call: enough to use its result again instead of making it again.
 *
 * @param fingerprint hash of the model, the prompt and the sampling that was wished for; a call is
 *     only taken over from a log if it would be made the same way now
 * @param loweredLimit the most output tokens it was allowed, where the run's budget allowed fewer
 *     than any run could have; the operator's limit is every run's
 */
public record CallRecord(
    CallKey key,
    TextName writes,
    String model,
    String fingerprint,
    String text,
    FinishCause finish,
    TokenCount tokens,
    OptionalInt loweredLimit) {

  /** Whether the text ends early for want of budget, so that another run would get a longer one. */
  public boolean isCutByBudget() {
    return finish == FinishCause.LENGTH && loweredLimit.isPresent();
  }
}
