package dev.plangen.server.run;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.TextSink;

/**
 * Writes what a model streams into its text in the log, and stops the model when the text is as
 * long as it may get. Used by the thread that makes the call.
 */
final class TextWriter implements TextSink {

  private final RunLog log;
  private final GrowingText text;
  private final int mostBytes;
  private final Cancellation call;
  private int written;
  private boolean full;

  /**
   * The first half of a surrogate pair whose second half is in the next piece; 0 if there is none.
   */
  private char half;

  TextWriter(RunLog log, GrowingText text, int mostBytes, Cancellation call) {
    this.log = log;
    this.text = text;
    this.mostBytes = mostBytes;
    this.call = call;
  }

  /** Whether the text was cut off, and the call therefore cancelled. */
  boolean isFull() {
    return full;
  }

  @Override
  public void begin() {
    written = 0;
    half = 0;
    log.restart(text);
  }

  @Override
  public void append(String piece) {
    if (full || piece.isEmpty()) {
      return;
    }
    String joined = half == 0 ? piece : half + piece;
    half = 0;
    if (Character.isHighSurrogate(joined.charAt(joined.length() - 1))) {
      half = joined.charAt(joined.length() - 1);
      joined = joined.substring(0, joined.length() - 1);
    }
    Utf8Slice whole = Utf8Slice.of(joined);
    Utf8Slice fitting = whole.head(mostBytes - written);
    if (fitting.length() > 0) {
      log.write(text, fitting);
      written += fitting.length();
    }
    full = fitting.length() < whole.length();
    if (full) {
      call.cancel();
    }
  }
}
