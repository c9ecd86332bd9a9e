package dev.plangen.examples.evaluate.result;

/**
 * How a plan did.
 *
 * @param answer the facts that it states; empty if they could not be read
 * @param exact whether they are the golden plan's
 * @param check what the sound check says
 */
public record Score(String answer, boolean exact, Check check) {

  /** Of a plan that is not there. */
  public static final Score NONE = new Score("", false, Check.UNKNOWN);

  public boolean satisfied() {
    return check == Check.PASSED;
  }
}
