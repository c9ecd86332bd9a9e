package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.statistics.Difference;
import dev.plangen.examples.evaluate.statistics.Interval;
import java.util.Locale;

/** How numbers are written in tables. */
final class Numbers {

  private Numbers() {}

  /** A share with its interval, in percent. */
  static String percent(double share, Interval interval) {
    return "%s [%s, %s]"
        .formatted(percent(share), percent(interval.low()), percent(interval.high()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  /** A difference of shares with its interval, in points of a hundred. */
  static String points(Difference difference) {
    return "%s [%s, %s]"
        .formatted(
            points(difference.estimate()),
            points(difference.interval().low()),
            points(difference.interval().high()));
  }

  private static String points(double difference) {
    double points = 100 * difference;
    // No "-0.0", and no sign before nothing.
    return Math.abs(points) < 0.05
        ? "0.0"
        : String.format(Locale.ROOT, "%+.1f", points).replace('-', '−');
  }

  /** A count, whole and in groups of three. */
  static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  /** To one decimal. */
  static String tenths(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** For durations from milliseconds on. */
  static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.0f", seconds);
  }
}
