package dev.plangen.examples.web;

/** A request is wrong before the PlanGEN server is asked. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  RefusedException(int status, String message) {
    super(message);
    this.refusal = Refusal.of(status, message);
  }

  Refusal refusal() {
    return refusal;
  }
}
