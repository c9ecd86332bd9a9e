package dev.plangen.server.verify.trip;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.verify.finding.Assessment;
import dev.plangen.server.verify.finding.NoOpinion;
import dev.plangen.server.verify.finding.NoSolution;
import dev.plangen.server.verify.finding.RunConstraints;
import dev.plangen.server.verify.reading.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Proves or refutes a plan for a trip problem, or says why it does neither. */
public final class TripProof {

  private TripProof() {}

  /** Thread-safe. Does not block, but may search for a fraction of a second. */
  public static Opinion of(PlanUnderTest plan, Cancellation cancellation) {
    return switch (TripProblemReader.read(plan.problem())) {
      case Reading.Unclear<TripProblem>(String reason) -> NoOpinion.because(reason);
      case Reading.Clear<TripProblem>(TripProblem problem) -> of(plan, problem, cancellation);
    };
  }

  private static Opinion of(PlanUnderTest plan, TripProblem problem, Cancellation cancellation) {
    RunConstraints<TripFact> constraints =
        RunConstraints.read(plan.constraints(), new TripConstraintReader(problem)::read);
    return switch (new TripPlanReader(problem).read(plan.text())) {
      case Reading.Unclear<TripPlanReader.Answer>(String reason) -> NoOpinion.because(reason);
      case Reading.Clear<TripPlanReader.Answer>(TripPlanReader.Answer.NoTrip()) ->
          noTrip(problem, constraints, cancellation);
      case Reading.Clear<TripPlanReader.Answer>(TripPlanReader.Answer.Trip(var itinerary)) ->
          trip(problem, constraints, itinerary);
    };
  }

  private static Opinion trip(
      TripProblem problem, RunConstraints<TripFact> constraints, Itinerary itinerary) {
    if (!itinerary.hasEnds()) {
      return NoOpinion.because("the plan does not say when the trip begins and ends");
    }
    TripCheck check = new TripCheck(problem, itinerary);
    Opinion opinion =
        new Assessment<>(itinerary.text(), problem.demands(), constraints).of(check::find);
    boolean plain =
        itinerary.hasWholePeriods()
            && !itinerary.returns()
            && itinerary.hops().stream().noneMatch(check::isOutside);
    return opinion.ruling() == Ruling.VETOED || plain
        ? opinion
        : NoOpinion.because("the plan can be understood in more than one way: " + itinerary.text());
  }

  private static Opinion noTrip(
      TripProblem problem, RunConstraints<TripFact> constraints, Cancellation cancellation) {
    if (problem.stays().size() > TripSearch.MOST_CITIES) {
      return NoOpinion.because("whether there is a trip is not searched for among so many cities");
    }
    Optional<List<Visit>> trip = TripSearch.find(problem, cancellation);
    // The days add up only if no city is visited twice, but for an excursion of a single day.
    if (trip.isEmpty() && problem.stays().containsValue(1)) {
      return NoOpinion.because("a trip that visits a city twice is not searched for");
    }
    return NoSolution.claimed(trip.map(TripProof::text), constraints);
  }

  private static String text(List<Visit> trip) {
    return trip.stream()
        .map(visit -> "%s on days %d–%d".formatted(visit.city().name(), visit.from(), visit.to()))
        .collect(Collectors.joining(", "));
  }
}
