package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A trip to plan.
 *
 * @param places what is visited, as the problem calls it: "European cities"
 * @param days how many days the trip takes
 * @param stays in the order of the problem
 * @param flights each way on its own
 * @param unread constraints given beside the problem that are not understood
 */
record TripProblem(
    String places,
    int days,
    List<Stay> stays,
    List<Event> events,
    Set<Flight> flights,
    List<String> unread)
    implements Problem {

  /**
   * @param days the days of arrival and departure included
   */
  record Stay(String city, int days) {
    String sentence() {
      return "You want to spend %s in %s.".formatted(TripText.days(days), city);
    }
  }

  /** From the first day to the last the traveller must be in the city. */
  record Event(String city, int first, int last, String sentence) {
    boolean fits(Visit visit) {
      return visit.first() <= first && last <= visit.last();
    }

    /** Whether both ask the same, in whatever words. */
    boolean matches(Event other) {
      return city.equals(other.city) && first == other.first && last == other.last;
    }
  }

  record Flight(String from, String to) {
    Flight back() {
      return new Flight(to, from);
    }
  }

  TripProblem {
    stays = List.copyOf(stays);
    events = List.copyOf(events);
    flights = Collections.unmodifiableSet(new LinkedHashSet<>(flights));
    unread = List.copyOf(unread);
  }

  String lengthSentence() {
    return "The trip takes %s in total.".formatted(TripText.days(days));
  }

  String citiesSentence() {
    return "The trip visits these %d %s, each once: %s."
        .formatted(
            stays.size(), places, stays.stream().map(Stay::city).collect(Collectors.joining(", ")));
  }

  String flightDaySentence() {
    return "The day of a flight counts for both cities, so each stay begins on the day on which the"
        + " one before it ends.";
  }

  private String flightsSentence() {
    List<String> texts = new ArrayList<>();
    for (Flight flight : flights) {
      if (!flights.contains(flight.back())) {
        texts.add("from %s to %s".formatted(flight.from(), flight.to()));
      } else if (!texts.contains("%s and %s".formatted(flight.to(), flight.from()))) {
        texts.add("%s and %s".formatted(flight.from(), flight.to()));
      }
    }
    return "Only direct flights are taken, and there are direct flights between these cities: %s."
        .formatted(String.join(", ", texts));
  }

  @Override
  public List<String> constraints() {
    List<String> sentences = new ArrayList<>();
    sentences.add(lengthSentence());
    sentences.add(citiesSentence());
    stays.forEach(stay -> sentences.add(stay.sentence()));
    events.forEach(event -> sentences.add(event.sentence()));
    sentences.add(flightsSentence());
    sentences.add(flightDaySentence());
    return sentences;
  }

  @Override
  public String plan() {
    return TripSolver.solve(this)
        .map(visits -> TripText.plan(this, visits))
        .orElse(NoPlan.STATEMENT);
  }

  @Override
  public String wrongPlan(Noise noise) {
    return TripText.plan(this, TripSlips.visits(this, noise));
  }

  @Override
  public Judgement judge(String plan) {
    return TripJudge.judge(this, plan);
  }

  @Override
  public boolean areSame(String plan, String other) {
    TripPlanReader reader = new TripPlanReader(this);
    List<Visit> visits = reader.read(plan).visits();
    return visits.isEmpty()
        ? plan.strip().equals(other.strip())
        : visits.equals(reader.read(other).visits());
  }

  @Override
  public Draft draft(String steps) {
    return new TripDraft(this, steps);
  }

  /** A step for each stay. */
  @Override
  public int steps() {
    return stays.size();
  }
}
