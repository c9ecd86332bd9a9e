package dev.plangen.server.testing;

import dev.plangen.v1.SolveRequest;

/** Problems that the offline model knows the form of. */
public final class Problems {

  public static final String MEETING =
      """
      You need to schedule a meeting for Ann and Ben for half an hour between the work hours of \
      9:00 to 17:00 on Monday.\s

      Here are the existing schedules for everyone during the day:\s
      Ann has meetings on Monday during 9:00 to 12:00;\s
      Ben has blocked their calendar on Monday during 13:00 to 16:30;\s

      Find a time that works for everyone's schedule and constraints.\
      """;

  private Problems() {}

  public static SolveRequest.Builder meeting() {
    return SolveRequest.newBuilder().setProblem(MEETING);
  }
}
