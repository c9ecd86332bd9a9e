package dev.plangen.examples.evaluate.stop;

/**
 * The evaluation can't go on. The message is one sentence or a few for the person who started it:
 * what is wrong, and what to do.
 */
public final class Halt extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Halt(String sentence) {
    super(sentence);
  }

  public Halt(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
