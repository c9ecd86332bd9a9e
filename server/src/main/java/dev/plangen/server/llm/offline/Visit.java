package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayList;
import java.util.List;

/**
 * A stay with its days.
 *
 * @param first the day of arrival, counted from 1
 * @param last the day of departure
 */
record Visit(String city, int first, int last) {

  int days() {
    return last - first + 1;
  }

  /** One after the other from day 1, each beginning on the day on which the one before it ends. */
  static List<Visit> inOrder(List<Stay> stays) {
    List<Visit> visits = new ArrayList<>();
    int day = 1;
    for (Stay stay : stays) {
      visits.add(new Visit(stay.city(), day, day + stay.days() - 1));
      day += stay.days() - 1;
    }
    return visits;
  }
}
