package dev.plangen.examples.evaluate.progress;

import java.time.Duration;

/** The words of the progress. */
final class ProgressLine {

  private static final int WIDTH = 24;

  private ProgressLine() {}

  /**
   * How much is done, how long that took, and how long the rest will take if it goes on like this.
   *
   * @param before part of {@code done} that took none of the time
   */
  static String of(int done, int total, int before, Duration elapsed) {
    String line =
        "%d/%d runs, %d %%, %s".formatted(done, total, percent(done, total), clock(elapsed));
    if (done == before || done == total) {
      return line;
    }
    Duration left = elapsed.multipliedBy(total - done).dividedBy(done - before);
    return line + ", " + clock(left) + " left";
  }

  static String bar(int done, int total) {
    int full = total == 0 ? WIDTH : (int) ((long) WIDTH * done / total);
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]";
  }

  private static int percent(int done, int total) {
    return total == 0 ? 100 : (int) (100L * done / total);
  }

  private static String clock(Duration time) {
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
