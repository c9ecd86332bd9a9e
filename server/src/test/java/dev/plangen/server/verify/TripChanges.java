package dev.plangen.server.verify;

import dev.plangen.server.verify.TripCase.Visit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Trips that come of a right one by changing it: most of them are wrong. */
final class TripChanges {

  private static final int SHUFFLES = 30;
  private static final List<String> OTHERS =
      List.of(
          "London", "Dublin", "Madrid", "Milan", "Rome", "Berlin", "Oslo", "Riga", "Paris",
          "Warsaw", "Athens");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private TripChanges() {}

  static void of(TripCase problem, List<Visit> right, Random random, Changes changes) {
    List<String> cities = right.stream().map(Visit::city).toList();
    for (int i = 0; i < cities.size(); i++) {
      for (int j = i + 1; j < cities.size(); j++) {
        List<String> swapped = new ArrayList<>(cities);
        Collections.swap(swapped, i, j);
        take("swapped cities", problem, problem.inOrder(swapped), changes);
        take("swapped names", problem, renamed(right, swapped), changes);
      }
      List<String> fewer = new ArrayList<>(cities);
      fewer.remove(i);
      take("missing cities", problem, problem.inOrder(fewer), changes);
      List<String> other = new ArrayList<>(cities);
      other.set(
          i, OTHERS.stream().filter(city -> !cities.contains(city)).findFirst().orElseThrow());
      take("other cities", problem, renamed(right, other), changes);
      for (int change = -2; change <= 2; change++) {
        if (change != 0 && right.get(i).days() + change > 0) {
          take("longer and shorter visits", problem, longer(right, i, change), changes);
          take("moved ends", problem, moved(right, i, change), changes);
        }
      }
    }
    for (int first = 2; first <= 4; first++) {
      take("later starts", problem, later(right, first - 1), changes);
    }
    for (int i = 0; i < SHUFFLES; i++) {
      List<String> shuffled = new ArrayList<>(cities);
      Collections.shuffle(shuffled, random);
      take("other orders", problem, problem.inOrder(shuffled), changes);
    }
    spoiltNumbers(problem.plan(right), changes);
    spoiltNames(problem, right, changes);
  }

  private static void take(String kind, TripCase problem, List<Visit> trip, Changes changes) {
    changes.take(kind, problem.isRight(trip), problem.plan(trip));
  }

  private static List<Visit> renamed(List<Visit> trip, List<String> names) {
    List<Visit> renamed = new ArrayList<>();
    for (int i = 0; i < trip.size(); i++) {
      renamed.add(new Visit(names.get(i), trip.get(i).from(), trip.get(i).to()));
    }
    return renamed;
  }

  /** All that follows moves with it. */
  private static List<Visit> longer(List<Visit> trip, int index, int change) {
    List<Visit> longer = new ArrayList<>();
    for (int i = 0; i < trip.size(); i++) {
      Visit visit = trip.get(i);
      longer.add(
          new Visit(
              visit.city(),
              visit.from() + (i > index ? change : 0),
              visit.to() + (i >= index ? change : 0)));
    }
    return longer;
  }

  /** Only this end, whatever follows. */
  private static List<Visit> moved(List<Visit> trip, int index, int change) {
    List<Visit> moved = new ArrayList<>(trip);
    Visit visit = trip.get(index);
    moved.set(index, new Visit(visit.city(), visit.from(), visit.to() + change));
    return moved;
  }

  private static List<Visit> later(List<Visit> trip, int days) {
    return trip.stream()
        .map(visit -> new Visit(visit.city(), visit.from() + days, visit.to() + days))
        .toList();
  }

  /** One number in the text of the plan, but not in its heading, says something else. */
  private static void spoiltNumbers(String plan, Changes changes) {
    Matcher number = NUMBER.matcher(plan);
    int heading = plan.indexOf('\n');
    List<MatchResult> numbers = number.results().filter(n -> n.start() > heading).toList();
    for (MatchResult found : numbers) {
      for (int change = -1; change <= 1; change += 2) {
        changes.take(
            "one number changed",
            false,
            plan.substring(0, found.start())
                + (Integer.parseInt(found.group()) + change)
                + plan.substring(found.end()));
      }
    }
  }

  /** One name in the text of the plan is another city's. */
  private static void spoiltNames(TripCase problem, List<Visit> right, Changes changes) {
    String plan = problem.plan(right);
    for (int i = 0; i < right.size(); i++) {
      String other = right.get((i + 1) % right.size()).city();
      Matcher name = Pattern.compile(Pattern.quote(right.get(i).city())).matcher(plan);
      while (name.find()) {
        changes.take(
            "one name changed",
            false,
            plan.substring(0, name.start()) + other + plan.substring(name.end()));
      }
    }
  }
}
