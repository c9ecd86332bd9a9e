package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripPlanReader.WrittenFlight;
import dev.plangen.server.llm.offline.TripPlanReader.WrittenTrip;
import dev.plangen.server.llm.offline.TripProblem.Event;
import dev.plangen.server.llm.offline.TripProblem.Flight;
import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks a trip plan against each constraint. */
final class TripJudge {

  private static final String JOINED = "The flights join the stays";

  private TripJudge() {}

  static Judgement judge(TripProblem problem, String plan) {
    WrittenTrip trip = new TripPlanReader(problem).read(plan);
    if (trip.visits().isEmpty()) {
      return NoPlan.judge(plan, TripSolver.solve(problem).isPresent());
    }
    List<Finding> findings = new ArrayList<>(findings(problem, trip.visits()));
    wrongFlights(trip).ifPresent(fault -> findings.add(Finding.broken(JOINED, fault)));
    return Judgement.of(findings);
  }

  static List<Finding> findings(TripProblem problem, List<Visit> visits) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.of(problem.lengthSentence(), lengthFault(problem, visits)));
    findings.add(Finding.of(problem.citiesSentence(), citiesFault(problem, visits)));
    problem.stays().forEach(stay -> findings.add(finding(stay, visits)));
    problem.events().forEach(event -> findings.add(finding(event, visits)));
    findings.addAll(flightFindings(problem, visits));
    findings.add(Finding.of(problem.flightDaySentence(), gapFault(visits)));
    problem.unread().forEach(constraint -> findings.add(Finding.notUnderstood(constraint)));
    return findings;
  }

  /**
   * Of the beginning of a trip, which has a visit, what it decides: nothing of cities that are
   * still to come, and of the whole trip only what is broken already.
   */
  static List<Finding> decided(TripProblem problem, WrittenTrip begun) {
    List<Visit> visits = begun.visits();
    Set<String> visited = visits.stream().map(Visit::city).collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    int first = visits.getFirst().first();
    if (first != 1) {
      findings.add(Finding.broken(problem.lengthSentence(), "the plan begins on day " + first));
    }
    Set<String> wanted = problem.stays().stream().map(Stay::city).collect(Collectors.toSet());
    if (visited.size() < visits.size() || !wanted.containsAll(visited)) {
      findings.add(Finding.of(problem.citiesSentence(), citiesFault(problem, visits)));
    }
    problem.stays().stream()
        .filter(stay -> visited.contains(stay.city()))
        .forEach(stay -> findings.add(finding(stay, visits)));
    problem.events().stream()
        .filter(event -> visited.contains(event.city()))
        .forEach(event -> findings.add(finding(event, visits)));
    findings.addAll(flightFindings(problem, visits));
    gapFault(visits)
        .ifPresent(fault -> findings.add(Finding.broken(problem.flightDaySentence(), fault)));
    wrongFlights(begun).ifPresent(fault -> findings.add(Finding.broken(JOINED, fault)));
    return findings;
  }

  private static Finding finding(Stay stay, List<Visit> visits) {
    return Finding.of(stay.sentence(), stayFault(stay, visits));
  }

  private static Finding finding(Event event, List<Visit> visits) {
    boolean fits = visits.stream().anyMatch(v -> v.city().equals(event.city()) && event.fits(v));
    return Finding.of(
        event.sentence(),
        fits ? Optional.empty() : Optional.of("the plan is not there on all of those days"));
  }

  private static List<Finding> flightFindings(TripProblem problem, List<Visit> visits) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 1; i < visits.size(); i++) {
      Flight flight = new Flight(visits.get(i - 1).city(), visits.get(i).city());
      String route = "from %s to %s".formatted(flight.from(), flight.to());
      findings.add(
          Finding.of(
              "Only direct flights are taken, here " + route,
              problem.flights().contains(flight)
                  ? Optional.empty()
                  : Optional.of("there is no direct flight " + route)));
    }
    return findings;
  }

  private static Optional<String> lengthFault(TripProblem problem, List<Visit> visits) {
    int first = visits.getFirst().first();
    int last = visits.getLast().last();
    return first == 1 && last == problem.days()
        ? Optional.empty()
        : Optional.of("the plan goes from day %d to day %d".formatted(first, last));
  }

  private static Optional<String> citiesFault(TripProblem problem, List<Visit> visits) {
    List<String> wanted = problem.stays().stream().map(Stay::city).sorted().toList();
    List<String> visited = visits.stream().map(Visit::city).sorted().toList();
    return wanted.equals(visited)
        ? Optional.empty()
        : Optional.of(
            "the plan visits "
                + visits.stream().map(Visit::city).collect(Collectors.joining(", ")));
  }

  private static Optional<String> stayFault(Stay stay, List<Visit> visits) {
    int days =
        visits.stream()
            .filter(visit -> visit.city().equals(stay.city()))
            .mapToInt(Visit::days)
            .sum();
    return days == stay.days()
        ? Optional.empty()
        : Optional.of("the plan spends " + TripText.days(days) + " there");
  }

  private static Optional<String> gapFault(List<Visit> visits) {
    for (int i = 1; i < visits.size(); i++) {
      Visit before = visits.get(i - 1);
      Visit after = visits.get(i);
      if (before.last() != after.first()) {
        return Optional.of(
            "%s ends on day %d and %s begins on day %d"
                .formatted(before.city(), before.last(), after.city(), after.first()));
      }
    }
    return Optional.empty();
  }

  /** A plan may leave the flights out, but may not write others than its stays need. */
  private static Optional<String> wrongFlights(WrittenTrip trip) {
    Set<WrittenFlight> joining = new HashSet<>();
    for (int i = 1; i < trip.visits().size(); i++) {
      Visit after = trip.visits().get(i);
      joining.add(new WrittenFlight(after.first(), trip.visits().get(i - 1).city(), after.city()));
    }
    return trip.flights().stream()
        .filter(flight -> !joining.contains(flight))
        .findFirst()
        .map(
            flight ->
                "none of them needs one from %s to %s on day %d"
                    .formatted(flight.from(), flight.to(), flight.day()));
  }
}
