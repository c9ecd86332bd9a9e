package dev.plangen.examples.quickstart;

import java.io.PrintStream;

/** Puts lines on a screen, or into a file, as soon as they are there. Used by one thread. */
final class Printer {

  private static final int WIDTH = 88;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final Paint paint;
  private boolean draftShown;

  Printer(PrintStream out, Paint paint) {
    this.out = out;
    this.paint = paint;
  }

  /** Whether {@link #draft} shows anything. */
  boolean showsDrafts() {
    return paint == Paint.COLOUR;
  }

  void line(String text) {
    eraseDraft();
    out.println(text);
    out.flush();
  }

  String paint(Paint.Tone tone, String text) {
    return paint.apply(tone, text);
  }

  /** Another's text, broken into lines that fit, each after the indent. */
  void paragraph(String first, String indent, String text) {
    String begin = first;
    for (String line : safe(text).strip().lines().toList()) {
      StringBuilder filled = new StringBuilder(begin);
      int room = WIDTH - begin.length();
      for (String word : line.strip().split(" +", -1)) {
        if (room != WIDTH - begin.length() && word.length() >= room) {
          line(filled.toString().stripTrailing());
          begin = indent;
          filled = new StringBuilder(begin);
          room = WIDTH - begin.length();
        }
        filled.append(word).append(' ');
        room -= word.length() + 1;
      }
      line(filled.toString().stripTrailing());
      begin = indent;
    }
  }

  /** Shows a text that is still being written, until something else is shown. */
  void draft(String text) {
    if (showsDrafts()) {
      String end = safe(text).replace('\n', ' ');
      // Never as wide as the screen: only what is on one line can be erased.
      end = end.substring(Math.max(0, end.length() - WIDTH + 10));
      out.print(ERASE + paint.apply(Paint.Tone.ASIDE, "      " + end));
      out.flush();
      draftShown = true;
    }
  }

  private void eraseDraft() {
    if (draftShown) {
      out.print(ERASE);
      draftShown = false;
    }
  }

  /** A model may write anything, escape sequences too. */
  private static String safe(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", " ");
  }
}
