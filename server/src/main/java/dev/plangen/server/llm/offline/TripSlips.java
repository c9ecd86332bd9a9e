package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The errors that models make with trips. */
final class TripSlips {

  private static final int ATTEMPTS = 8;

  private TripSlips() {}

  /** A trip that breaks something: cities in a wrong order, a day miscounted, a city forgotten. */
  static List<Visit> visits(TripProblem problem, Noise noise) {
    List<Stay> right =
        TripSolver.solve(problem)
            .map(visits -> visits.stream().map(v -> new Stay(v.city(), v.days())).toList())
            .orElse(problem.stays());
    for (int i = 0; i < ATTEMPTS; i++) {
      List<Stay> slip =
          switch (noise.below(4)) {
            case 0, 1 -> swapped(right, noise);
            case 2 -> miscounted(right, noise);
            default -> forgetful(right, noise);
          };
      List<Visit> visits = Visit.inOrder(slip);
      if (TripJudge.findings(problem, visits).stream().anyMatch(Finding::isBroken)) {
        return visits;
      }
    }
    List<Stay> longer = new ArrayList<>(right);
    longer.set(0, new Stay(right.getFirst().city(), right.getFirst().days() + 1));
    return Visit.inOrder(longer);
  }

  private static List<Stay> swapped(List<Stay> right, Noise noise) {
    List<Stay> slip = new ArrayList<>(right);
    Collections.swap(slip, noise.below(slip.size()), noise.below(slip.size()));
    return slip;
  }

  /** A day too many here, one too few there, so that the total still looks right. */
  private static List<Stay> miscounted(List<Stay> right, Noise noise) {
    List<Stay> slip = new ArrayList<>(right);
    int more = noise.below(slip.size());
    int fewer = noise.below(slip.size());
    slip.set(more, new Stay(slip.get(more).city(), slip.get(more).days() + 1));
    if (fewer != more && slip.get(fewer).days() > 1) {
      slip.set(fewer, new Stay(slip.get(fewer).city(), slip.get(fewer).days() - 1));
    }
    return slip;
  }

  private static List<Stay> forgetful(List<Stay> right, Noise noise) {
    List<Stay> slip = new ArrayList<>(right);
    if (slip.size() > 1) {
      slip.remove(noise.below(slip.size()));
    }
    return slip;
  }
}
