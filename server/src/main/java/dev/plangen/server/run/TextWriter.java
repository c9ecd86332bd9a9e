package dev.plangen.server.run;

import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.planning.agent.ModelCall;

/**
 * Writes what a model streams into its text in the log, and stops the model when the text is as
 * long as it may get. Used by the thread that makes the call.
 */
final class TextWriter implements TextSink {

  private final RunLog log;
  private final GrowingText text;
  private final Ticket ticket;
  private final ModelCall call;
  private final CallWatch watch;
  private int mostBytes;
  private Runnable whenFull = () -> {};
  private int written;
  private boolean answered;
  private boolean full;

  /**
   * The first half of a surrogate pair whose second half is in the next piece; 0 if there is none.
   */
  private char half;

  /**
   * @param call that writes the text
   */
  TextWriter(RunLog log, GrowingText text, Ticket ticket, ModelCall call, CallWatch watch) {
    this.log = log;
    this.text = text;
    this.ticket = ticket;
    this.call = call;
    this.watch = watch;
  }

  /** What is to be done when the text is cut off. */
  void whenFull(Runnable action) {
    whenFull = action;
  }

  /** How many bytes have been written since the last {@link #begin}. */
  int written() {
    return written;
  }

  /** Whether the text was cut off, and the call therefore cancelled. */
  boolean isFull() {
    return full;
  }

  @Override
  public void queued() {
    watch.queued();
  }

  @Override
  public GenerationOptions begin(GenerationOptions wished) {
    ticket.send(written);
    watch.sent(ticket.outputTokens());
    answered = false;
    mostBytes = call.mostBytes(ticket.outputTokens());
    written = 0;
    half = 0;
    log.restart(text, call.model());
    return wished.atMost(ticket.outputTokens());
  }

  @Override
  public void refused() {
    ticket.refused();
  }

  @Override
  public void failed(Failure why) {
    watch.failed(why);
  }

  @Override
  public void append(String piece) {
    if (full || piece.isEmpty()) {
      return;
    }
    if (!answered) {
      answered = true;
      watch.answered();
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
      whenFull.run();
    }
  }
}
