package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripPlanReader.WrittenTrip;
import dev.plangen.server.llm.offline.TripProblem.Flight;
import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The beginning of a trip plan. */
final class TripDraft implements Draft {

  private final TripProblem problem;
  private final String steps;
  private final WrittenTrip trip;

  /** In the order of the problem. */
  private final List<Stay> left;

  /** One for all questions, so that what one finds hopeless no other tries again. */
  private final TripSolver solver;

  TripDraft(TripProblem problem, String steps) {
    this.problem = problem;
    this.steps = steps;
    trip = new TripPlanReader(problem).read(steps);
    Set<String> visited = trip.visits().stream().map(Visit::city).collect(Collectors.toSet());
    left = problem.stays().stream().filter(stay -> !visited.contains(stay.city())).toList();
    solver = new TripSolver(problem);
  }

  /** All cities are visited, or the days are used up: nobody looks for more then. */
  @Override
  public boolean isComplete() {
    if (trip.visits().isEmpty()) {
      return NoPlan.isClaimedIn(steps);
    }
    // A stay of one day takes none, for the day of arrival is counted already.
    int spare = left.stream().anyMatch(stay -> stay.days() == 1) ? 1 : 0;
    return left.isEmpty()
        || trip.visits().getLast().last() >= problem.days() + spare
        || steps.contains(NoPlan.STATEMENT);
  }

  @Override
  public String next(Noise noise) {
    Optional<List<Visit>> rest = solver.finish(trip.visits());
    if (rest.isPresent()) {
      return step(rest.get().getFirst());
    }
    return trip.visits().isEmpty() ? NoPlan.STATEMENT : step(visit(noise.pick(withinReach())));
  }

  /** A city too early or too late, or a day miscounted. */
  @Override
  public Optional<String> slip(Noise noise) {
    List<Stay> astray = left.stream().filter(stay -> !canGoOnBy(stay)).toList();
    boolean loses = !astray.isEmpty() && noise.strikes(0.6);
    return Optional.of(step(visit(loses ? noise.pick(astray) : miscounted(noise))));
  }

  /** Every stay can be miscounted. */
  @Override
  public int chancesToSlip() {
    return solver.finish(List.of()).isPresent() ? problem.steps() : 1;
  }

  @Override
  public Judgement judge() {
    if (steps.isBlank()) {
      return Judgement.ofBeginning(List.of(Draft.outlook(Optional.empty())));
    }
    if (trip.visits().isEmpty()) {
      return NoPlan.judge(steps, solver.finish(List.of()).isPresent());
    }
    if (isComplete()) {
      return Judgement.ofBeginning(TripJudge.judge(problem, steps).findings());
    }
    List<Finding> findings = new ArrayList<>(TripJudge.decided(problem, trip));
    if (findings.stream().noneMatch(Finding::isBroken)) {
      findings.add(
          Draft.outlook(
              solver.finish(trip.visits()).isPresent()
                  ? Optional.empty()
                  : Optional.of("in whatever order the other cities follow, a constraint breaks")));
    }
    return Judgement.ofBeginning(findings);
  }

  /** Where a direct flight goes; anywhere, if there is none. */
  private List<Stay> withinReach() {
    String from = trip.visits().getLast().city();
    List<Stay> near =
        left.stream()
            .filter(stay -> problem.flights().contains(new Flight(from, stay.city())))
            .toList();
    return near.isEmpty() ? left : near;
  }

  private boolean canGoOnBy(Stay stay) {
    List<Visit> longer = new ArrayList<>(trip.visits());
    longer.add(visit(stay));
    return solver.finish(longer).isPresent();
  }

  private Stay miscounted(Noise noise) {
    Stay right =
        solver
            .finish(trip.visits())
            .map(List::getFirst)
            .map(visit -> new Stay(visit.city(), visit.days()))
            .orElseGet(() -> noise.pick(left));
    boolean fewer = right.days() > 1 && noise.strikes(0.5);
    return new Stay(right.city(), right.days() + (fewer ? -1 : 1));
  }

  private Visit visit(Stay stay) {
    int first = trip.visits().isEmpty() ? 1 : trip.visits().getLast().last();
    return new Visit(stay.city(), first, first + stay.days() - 1);
  }

  private String step(Visit visit) {
    return trip.visits().isEmpty()
        ? TripText.stay(visit)
        : TripText.flight(trip.visits().getLast().city(), visit) + "\n" + TripText.stay(visit);
  }
}
