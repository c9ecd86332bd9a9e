package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Event;
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
 * nowhere always do: at most {@code 2^n * n} states, over all questions about one trip. Used by one
 * thread.
 */
final class TripSolver {

  /** Keeps the worst case within a second. */
  static final int MOST_CITIES = 16;

  private final List<Stay> stays;
  private final List<List<Event>> events;

  /** By city of departure, a bit for each city that can be reached. */
  private final int[] reachable;

  private final BitSet deadEnds = new BitSet();
  private final Deque<Stay> order = new ArrayDeque<>();

  /** The days that the stays take in whatever order. */
  private final int staysTake;

  private final int days;

  /**
   * @throws dev.plangen.server.domain.FailureException beyond {@link #MOST_CITIES}
   */
  TripSolver(TripProblem problem) {
    if (problem.stays().size() > MOST_CITIES) {
      throw Rejection.tooManyCities();
    }
    stays = problem.stays();
    events =
        stays.stream()
            .map(
                stay ->
                    problem.events().stream()
                        .filter(event -> event.city().equals(stay.city()))
                        .toList())
            .toList();
    staysTake = stays.stream().mapToInt(Stay::days).sum() - (stays.size() - 1);
    days = problem.days();
    reachable = stays.stream().mapToInt(from -> reachableFrom(from, problem)).toArray();
  }

  private static int reachableFrom(Stay from, TripProblem problem) {
    int cities = 0;
    for (int i = 0; i < problem.stays().size(); i++) {
      Flight flight = new Flight(from.city(), problem.stays().get(i).city());
      cities |= problem.flights().contains(flight) ? 1 << i : 0;
    }
    return cities;
  }

  /**
   * Empty if there is no such trip.
   *
   * @throws dev.plangen.server.domain.FailureException beyond {@link #MOST_CITIES}
   */
  static Optional<List<Visit>> solve(TripProblem problem) {
    return new TripSolver(problem).finish(List.of());
  }

  /**
   * What may follow after a beginning, without the beginning. Empty if it is wrong already, or
   * nothing right can follow.
   */
  Optional<List<Visit>> finish(List<Visit> begun) {
    order.clear();
    int visited = 0;
    int next = (1 << stays.size()) - 1;
    int day = 1;
    for (Visit visit : begun) {
      int city = stays.indexOf(new Stay(visit.city(), visit.days()));
      boolean open = city >= 0 && (next & ~visited & 1 << city) != 0;
      if (!open || visit.first() != day || !fitsEvents(city, day)) {
        return Optional.empty();
      }
      order.addLast(stays.get(city));
      visited |= 1 << city;
      next = reachable[city];
      day = visit.last();
    }
    return staysTake == days && complete(visited, next, day)
        ? Optional.of(Visit.inOrder(List.copyOf(order)).subList(begun.size(), stays.size()))
        : Optional.empty();
  }

  /**
   * Extends the order to all cities.
   *
   * @param visited a bit for each city in the order
   * @param next a bit for each city that can be reached from the last
   * @param day on which the next stay begins
   */
  private boolean complete(int visited, int next, int day) {
    if (order.size() == stays.size()) {
      return true;
    }
    for (int left = next & ~visited; left != 0; left &= left - 1) {
      int city = Integer.numberOfTrailingZeros(left);
      int with = visited | 1 << city;
      int state = with * stays.size() + city;
      Stay stay = stays.get(city);
      if (!deadEnds.get(state) && fitsEvents(city, day)) {
        order.addLast(stay);
        if (complete(with, reachable[city], day + stay.days() - 1)) {
          return true;
        }
        order.removeLast();
        deadEnds.set(state);
      }
    }
    return false;
  }

  private boolean fitsEvents(int city, int day) {
    Stay stay = stays.get(city);
    Visit visit = new Visit(stay.city(), day, day + stay.days() - 1);
    for (Event event : events.get(city)) {
      if (!event.fits(visit)) {
        return false;
      }
    }
    return true;
  }
}
