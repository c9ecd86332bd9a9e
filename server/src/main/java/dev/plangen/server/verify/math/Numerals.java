package dev.plangen.server.verify.math;

/** Tells plain numbers, "1,234.5" and "1234.5", from what may be anything: "12,5", "1.2.3". */
final class Numerals {

  private Numerals() {}

  /**
   * Whether it is a number with at most one point, and with separators of thousands or without.
   *
   * @param written digits, points and commas; beginning with a digit or a point
   */
  static boolean isPlain(String written) {
    int point = written.indexOf('.');
    String whole = point < 0 ? written : written.substring(0, point);
    String decimals = point < 0 ? "" : written.substring(point + 1);
    return decimals.chars().allMatch(c -> c >= '0' && c <= '9') && isGrouped(whole);
  }

  private static boolean isGrouped(String whole) {
    int first = whole.indexOf(',');
    if (first < 0) {
      return true;
    }
    boolean groups = first >= 1 && first <= 3 && (whole.length() - first) % 4 == 0;
    for (int i = first; groups && i < whole.length(); i++) {
      groups = (whole.charAt(i) == ',') == ((i - first) % 4 == 0);
    }
    return groups;
  }
}
