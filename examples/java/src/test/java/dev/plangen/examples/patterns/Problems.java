package dev.plangen.examples.patterns;

/** Problems that the offline model solves. */
final class Problems {

  /** Two people, one day, one time at which both are free. */
  static final String MEETING =
      """
      You need to schedule a meeting for Ruth and Omar for half an hour between the work hours of \
      9:00 to 17:00 on Thursday.

      Here are the existing schedules for everyone during the day:
      Ruth has meetings on Thursday during 9:00 to 11:30, 14:00 to 15:00;
      Omar is busy on Thursday during 11:30 to 14:00, 15:30 to 17:00;

      Find a time that works for everyone's schedule and constraints.\
      """;

  /** The one time at which both are free. */
  static final String PLAN = "Here is the proposed time: Thursday, 15:00 - 15:30";

  private Problems() {}
}
