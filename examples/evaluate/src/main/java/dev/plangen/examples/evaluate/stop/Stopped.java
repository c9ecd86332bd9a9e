package dev.plangen.examples.evaluate.stop;

/** The user has stopped the evaluation; what was under way is dropped. */
public final class Stopped extends RuntimeException {

  private static final long serialVersionUID = 1;

  Stopped() {
    super("stopped");
  }
}
