package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Event;
import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a trip to plan. */
final class TripReader {

  private static final Pattern OPENING =
      Pattern.compile(
          "(?i)\\bvisit (?:the )?(?:\\d{1,3}|\\w+) (?<places>(?:\\p{L}+"
              + " )?(?:cities|city|places|towns)) (?:for|in|over) (?<days>\\d{1,4}) days?");

  private static final Pattern STAY =
      Pattern.compile(
          "(?i)\\b(?:(?:visit|(?:stay|be) in) (?<city>.+?) for (?<days>[1-9]\\d{0,3}) days?"
              + "|(?<daysToo>[1-9]\\d{0,3}) days? in (?<cityToo>.+?))[.,]?$");

  /** What else a problem says with a number or a city in it, and means nothing new by. */
  private static final Pattern REPEATED = Pattern.compile("(?i)\\bcities for \\d+ days?\\b");

  private static final Pattern NUMBER = Pattern.compile("\\d");

  private TripReader() {}

  static Optional<TripProblem> read(String text, List<String> constraints) {
    // Of several, the ones before the last are worked examples.
    return OPENING
        .matcher(text)
        .results()
        .reduce((first, last) -> last)
        .map(found -> read(found, text.substring(found.end()), constraints));
  }

  private static TripProblem read(MatchResult opening, String rest, List<String> constraints) {
    FlightList flights = FlightList.find(rest);
    List<String> sentences = Sentences.of(flights.textWithout());
    List<Stay> stays =
        sentences.stream().flatMap(sentence -> stay(sentence).stream()).distinct().toList();
    if (stays.isEmpty()) {
      throw Rejection.unknownForm();
    }
    EventReader reader = new EventReader(stays.stream().map(Stay::city).toList());
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      String sentence = sentences.get(i);
      Optional<Event> event = reader.read(sentence);
      if (event.isPresent()) {
        events.add(event.get());
      } else if (stay(sentence).isEmpty()
          && !REPEATED.matcher(sentence).find()
          && (NUMBER.matcher(sentence).find() || reader.namesCity(sentence))) {
        throw Rejection.unknownSentence(i + 1);
      }
    }
    int days = Integer.parseInt(opening.group("days"));
    TripProblem stated =
        new TripProblem(opening.group("places"), days, stays, events, flights.flights(), List.of());
    return addConstraints(stated, reader, constraints);
  }

  private static TripProblem addConstraints(
      TripProblem stated, EventReader reader, List<String> constraints) {
    List<Event> events = new ArrayList<>(stated.events());
    List<String> unread = new ArrayList<>();
    for (String constraint : constraints) {
      Optional<Event> event = reader.read(constraint);
      if (event.isPresent()) {
        event.filter(e -> events.stream().noneMatch(e::matches)).ifPresent(events::add);
      } else if (!stated.constraints().contains(constraint)
          && stay(constraint).filter(stated.stays()::contains).isEmpty()) {
        unread.add(constraint);
      }
    }
    return new TripProblem(
        stated.places(), stated.days(), stated.stays(), events, stated.flights(), unread);
  }

  private static Optional<Stay> stay(String sentence) {
    Matcher stay = STAY.matcher(sentence);
    if (!stay.find()) {
      return Optional.empty();
    }
    return Optional.of(
        stay.group("city") != null
            ? new Stay(stay.group("city"), Integer.parseInt(stay.group("days")))
            : new Stay(stay.group("cityToo"), Integer.parseInt(stay.group("daysToo"))));
  }
}
