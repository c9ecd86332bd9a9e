package dev.plangen.examples.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results for a person: a row each, its notes below it. */
public final class Table {

  private static final String ROW = "%-34s %10s  %-19s %-9s %s%n";

  private Table() {}

  public static String head() {
    return ROW.formatted("figure", "median", "min - max", "goal", "");
  }

  public static String row(Result result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ROW.formatted(
            result.figure(),
            number(result.median()) + (result.unit().isEmpty() ? "" : " " + result.unit()),
            number(result.min()) + " - " + number(result.max()),
            result.goal().text(),
            verdict(result)));
    result.notes().forEach(note -> lines.add("    " + note + System.lineSeparator()));
    return String.join("", lines);
  }

  private static String verdict(Result result) {
    if (result.goal() instanceof Goal.Reported) {
      return "";
    }
    return result.met() ? "met" : "MISSED";
  }

  /** Three significant digits or more, never an exponent. */
  public static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
