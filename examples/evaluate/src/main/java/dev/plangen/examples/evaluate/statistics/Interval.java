package dev.plangen.examples.evaluate.statistics;

/** From {@code low} to {@code high}. */
public record Interval(double low, double high) {

  public boolean isAbove(double value) {
    return low > value;
  }

  public boolean isBelow(double value) {
    return high < value;
  }
}
