package dev.plangen.server.domain;

/**
 * A plan that a model has written.
 *
 * @param id the key of the call that wrote it
 */
public record Candidate(CallKey id, String text, FinishCause finish) {

  /**
   * Whether the model came to its end: a plan that was cut off is used only if nothing else is
   * left.
   */
  public boolean isWhole() {
    return finish == FinishCause.STOP;
  }
}
