package dev.plangen.examples.terminal.screen;

/** Whoever read standard output has gone, as {@code head} does: there is nobody to tell more. */
public final class OutputClosed extends RuntimeException {

  private static final long serialVersionUID = 1;
}
