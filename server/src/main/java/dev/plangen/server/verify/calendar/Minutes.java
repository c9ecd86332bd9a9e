package dev.plangen.server.verify.calendar;

/** Times of day, in minutes since midnight. */
final class Minutes {

  static final int HOUR = 60;
  static final int DAY = 24 * HOUR;

  private Minutes() {}

  /** As the problems write it: "9:00", "14:30". */
  static String clock(int minutes) {
    return minutes / HOUR + ":" + (minutes % HOUR < 10 ? "0" : "") + minutes % HOUR;
  }
}
