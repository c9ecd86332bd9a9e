package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.List;

/** Writes trips in the form of NATURAL PLAN. */
final class TripText {

  private TripText() {}

  static String days(int days) {
    return days == 1 ? "1 day" : days + " days";
  }

  /** As a step; in a whole plan the first stay is an arrival too. */
  static String stay(Visit visit) {
    return "**Day %d-%d:** Visit %s for %s."
        .formatted(visit.first(), visit.last(), visit.city(), days(visit.days()));
  }

  static String flight(String from, Visit to) {
    return "**Day %d:** Fly from %s to %s.".formatted(to.first(), from, to.city());
  }

  static String plan(TripProblem problem, List<Visit> visits) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Here is the trip plan for visiting the %d %s for %s:\n"
            .formatted(problem.stays().size(), problem.places(), days(problem.days())));
    for (int i = 0; i < visits.size(); i++) {
      Visit visit = visits.get(i);
      if (i == 0) {
        lines.add(
            "**Day %1$d-%2$d:** Arriving in %3$s and visit %3$s for %4$s."
                .formatted(visit.first(), visit.last(), visit.city(), days(visit.days())));
      } else {
        lines.add(flight(visits.get(i - 1).city(), visit));
        lines.add(stay(visit));
      }
    }
    return String.join("\n", lines);
  }
}
