package dev.plangen.server.verify.trip;

import dev.plangen.server.concurrent.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a trip that keeps everything and visits no city twice. Exhaustive: which cities have
 * been visited, and where one is, determines the day, so each such state is looked at once instead
 * of every order of cities.
 */
final class TripSearch {

  /** 2^16 sets of cities times 16 cities is a fraction of a second; the benchmark has 10 cities. */
  static final int MOST_CITIES = 16;

  private static final byte UNREACHED = -1;
  private static final byte START = -2;

  private final List<City> cities;
  private final int[] days;
  private final boolean[][] flies;

  /** By city, the days between which one has to be there; the first one is late if on none. */
  private final int[] needFrom;

  private final int[] needTo;

  /** By set of cities and last city: the city before it. */
  private final byte[][] before;

  private TripSearch(TripProblem problem) {
    this.cities = List.copyOf(problem.stays().keySet());
    this.days = problem.stays().values().stream().mapToInt(Integer::intValue).toArray();
    int count = cities.size();
    this.flies = new boolean[count][count];
    for (int from = 0; from < count; from++) {
      for (int to = 0; to < count; to++) {
        flies[from][to] = problem.flights().contains(new Flight(cities.get(from), cities.get(to)));
      }
    }
    this.needFrom = new int[count];
    this.needTo = new int[count];
    Arrays.fill(needFrom, Integer.MAX_VALUE);
    for (TripFact.Presence presence : problem.presences()) {
      int city = cities.indexOf(presence.city());
      needFrom[city] = Math.min(needFrom[city], presence.from());
      needTo[city] = Math.max(needTo[city], presence.to());
    }
    this.before = new byte[1 << count][count];
    for (byte[] row : before) {
      Arrays.fill(row, UNREACHED);
    }
  }

  /**
   * A trip; empty if there is none.
   *
   * @param problem of at most {@link #MOST_CITIES} cities
   */
  static Optional<List<Visit>> find(TripProblem problem, Cancellation cancellation) {
    return new TripSearch(problem).search(cancellation);
  }

  private Optional<List<Visit>> search(Cancellation cancellation) {
    int count = cities.size();
    for (int city = 0; city < count; city++) {
      if (fits(city, 1)) {
        before[1 << city][city] = START;
      }
    }
    for (int visited = 1; visited < before.length; visited++) {
      if (visited % 1024 == 0) {
        cancellation.throwIfCancelled();
      }
      int day = day(visited);
      for (int last = 0; last < count; last++) {
        if (before[visited][last] != UNREACHED) {
          goOn(visited, last, day);
        }
      }
    }
    int all = before.length - 1;
    for (int last = 0; last < count; last++) {
      if (before[all][last] != UNREACHED) {
        return Optional.of(trip(all, last));
      }
    }
    return Optional.empty();
  }

  private void goOn(int visited, int last, int day) {
    for (int next = 0; next < cities.size(); next++) {
      boolean fresh = (visited & 1 << next) == 0;
      if (fresh && flies[last][next] && fits(next, day)) {
        before[visited | 1 << next][next] = (byte) last;
      }
    }
  }

  /** The day on which all of them have been visited: flights add none. */
  private int day(int visited) {
    int day = 1;
    for (int city = 0; city < days.length; city++) {
      if ((visited & 1 << city) != 0) {
        day += days[city] - 1;
      }
    }
    return day;
  }

  private boolean fits(int city, int from) {
    int to = from + days[city] - 1;
    return from <= needFrom[city] && needTo[city] <= to;
  }

  private List<Visit> trip(int all, int end) {
    List<Visit> trip = new ArrayList<>();
    int visited = all;
    int last = end;
    while (true) {
      int to = day(visited);
      trip.add(new Visit(cities.get(last), to - days[last] + 1, to));
      byte previous = before[visited][last];
      if (previous == START) {
        return trip.reversed();
      }
      visited &= ~(1 << last);
      last = previous;
    }
  }
}
