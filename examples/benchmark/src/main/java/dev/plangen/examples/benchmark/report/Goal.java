package dev.plangen.examples.benchmark.report;

import java.util.Locale;

/** What a figure is to reach. */
public sealed interface Goal {

  boolean met(double value);

  /** For the table. */
  String text();

  /** The figure is at most this. */
  record AtMost(double bound) implements Goal {
    @Override
    public boolean met(double value) {
      return value <= bound;
    }

    @Override
    public String text() {
      return "<= " + number(bound);
    }
  }

  /** The figure is at least this. */
  record AtLeast(double bound) implements Goal {
    @Override
    public boolean met(double value) {
      return value >= bound;
    }

    @Override
    public String text() {
      return ">= " + number(bound);
    }
  }

  /** Told, and held against nothing. */
  record Reported() implements Goal {
    @Override
    public boolean met(double value) {
      return true;
    }

    @Override
    public String text() {
      return "reported";
    }
  }

  private static String number(double bound) {
    return String.format(Locale.ROOT, "%.4f", bound).replaceFirst("\\.?0+$", "");
  }
}
