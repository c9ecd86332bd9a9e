package dev.plangen.server.domain;

/** Describes what should not have been thrown, for the log. */
public final class Bug {

  private Bug() {}

  /** Class names and frames only: a message may hold what a caller or a provider wrote. */
  public static String describe(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      text.append("\n").append(cause.getClass().getName());
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }
}
