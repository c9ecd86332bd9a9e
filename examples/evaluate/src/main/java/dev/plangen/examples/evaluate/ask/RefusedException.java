package dev.plangen.examples.evaluate.ask;

/** A call failed for good. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal, Throwable cause) {
    super(refusal.message(), cause);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
