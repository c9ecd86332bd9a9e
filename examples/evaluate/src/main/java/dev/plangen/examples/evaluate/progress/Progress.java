package dev.plangen.examples.evaluate.progress;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Shows how far the evaluation is: on a terminal a bar that is drawn anew each second, elsewhere a
 * line from time to time. Thread-safe.
 */
public final class Progress implements AutoCloseable {

  /** Where it is shown. */
  public enum Screen {
    TERMINAL(Duration.ofSeconds(1)),
    LOG(Duration.ofSeconds(15));

    private final Duration pace;

    Screen(Duration pace) {
      this.pace = pace;
    }
  }

  private final PrintStream out;
  private final Screen screen;
  private final int total;
  private final int before;
  private final long begin = System.nanoTime();
  private final Thread painter;

  /** Guarded by this. */
  private int done;

  private Progress(PrintStream out, Screen screen, int total, int before) {
    this.out = out;
    this.screen = screen;
    this.total = total;
    this.before = before;
    this.done = before;
    this.painter = Thread.ofVirtual().name("progress").unstarted(this::paintOnAndOn);
  }

  /**
   * Begins to show.
   *
   * @param total how many runs there are
   * @param before how many of them had been made before
   */
  public static Progress begin(PrintStream out, Screen screen, int total, int before) {
    var progress = new Progress(out, screen, total, before);
    progress.painter.start();
    return progress;
  }

  /** A run more is made. */
  public synchronized void step() {
    done++;
  }

  private void paintOnAndOn() {
    try {
      while (true) {
        Thread.sleep(screen.pace);
        paint();
      }
    } catch (InterruptedException _) {
      // It is closed.
    }
  }

  private synchronized void paint() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
    String line = ProgressLine.of(done, total, before, elapsed);
    switch (screen) {
      // Spaces wipe out what a longer line has left.
      case TERMINAL -> out.print("\r" + ProgressLine.bar(done, total) + " " + line + "   ");
      case LOG -> out.println(line);
    }
    out.flush();
  }

  /** Shows it for the last time. */
  @Override
  public void close() {
    painter.interrupt();
    paint();
    if (screen == Screen.TERMINAL) {
      out.println();
    }
  }
}
