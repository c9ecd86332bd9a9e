package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.List;

/** Writes trips in the form of NATURAL PLAN. */
final class TripText {

  private TripText() {}

  static String days(int days) {
    return days == 1 ? "1 day" : days + " days";
  }

  static String plan(TripProblem problem, List<Visit> visits) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Here is the trip plan for visiting the %d %s for %s:\n"
            .formatted(problem.stays().size(), problem.places(), days(problem.days())));
    for (int i = 0; i < visits.size(); i++) {
      Visit visit = visits.get(i);
      if (i > 0) {
        lines.add(
            "**Day %d:** Fly from %s to %s."
                .formatted(visit.first(), visits.get(i - 1).city(), visit.city()));
      }
      lines.add(
          (i == 0
                  ? "**Day %1$d-%2$d:** Arriving in %3$s and visit %3$s for %4$s."
                  : "**Day %1$d-%2$d:** Visit %3$s for %4$s.")
              .formatted(visit.first(), visit.last(), visit.city(), days(visit.days())));
    }
    return String.join("\n", lines);
  }
}
