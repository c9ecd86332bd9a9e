package dev.plangen.examples.evaluate.answer;

import java.util.List;
import java.util.stream.Collectors;

/** A trip: the cities in their order, and the days in each. The day of a flight is in both. */
public record Trip(List<Stay> stays) implements Answer {

  /** Days in one city, the days of arrival and of departure included. */
  public record Stay(String city, int days) {}

  public Trip {
    stays = List.copyOf(stays);
  }

  @Override
  public String text() {
    return stays.stream()
        .map(stay -> stay.city() + " " + stay.days())
        .collect(Collectors.joining(", "));
  }
}
