package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Flight;
import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds an order of the cities, depth first in the order of the problem.
 *
 * <p>The set of cities already visited fixes the day, so that a set and a last city that once led
 * nowhere always do: at most {@code 2^n * n} states.
 */
final class TripSolver {

  /** Keeps the worst case within a second. */
  static final int MOST_CITIES = 16;

  private final TripProblem problem;
  private final List<Stay> stays;
  private final BitSet deadEnds = new BitSet();
  private final Deque<Stay> order = new ArrayDeque<>();

  private TripSolver(TripProblem problem) {
    this.problem = problem;
    this.stays = problem.stays();
  }

  /**
   * Empty if there is no such trip.
   *
   * @throws dev.plangen.server.domain.FailureException beyond {@link #MOST_CITIES}
   */
  static Optional<List<Visit>> solve(TripProblem problem) {
    int count = problem.stays().size();
    if (count > MOST_CITIES) {
      throw Rejection.tooManyCities();
    }
    int days = problem.stays().stream().mapToInt(Stay::days).sum() - (count - 1);
    TripSolver solver = new TripSolver(problem);
    return days == problem.days() && solver.complete(0, 1)
        ? Optional.of(Visit.inOrder(List.copyOf(solver.order)))
        : Optional.empty();
  }

  /**
   * Extends the order to all cities.
   *
   * @param visited a bit for each stay in the order
   * @param day on which the next stay begins
   */
  private boolean complete(int visited, int day) {
    if (order.size() == stays.size()) {
      return true;
    }
    for (int i = 0; i < stays.size(); i++) {
      int with = visited | 1 << i;
      int state = with * stays.size() + i;
      if (with != visited && !deadEnds.get(state) && canFollow(stays.get(i), day)) {
        order.addLast(stays.get(i));
        if (complete(with, day + stays.get(i).days() - 1)) {
          return true;
        }
        order.removeLast();
        deadEnds.set(state);
      }
    }
    return false;
  }

  private boolean canFollow(Stay stay, int day) {
    Visit visit = new Visit(stay.city(), day, day + stay.days() - 1);
    boolean reachable =
        order.isEmpty()
            || problem.flights().contains(new Flight(order.getLast().city(), stay.city()));
    return reachable
        && problem.events().stream()
            .filter(event -> event.city().equals(stay.city()))
            .allMatch(event -> event.fits(visit));
  }
}
