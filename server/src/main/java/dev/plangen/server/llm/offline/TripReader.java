package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.Sentences.Sentence;
import dev.plangen.server.llm.offline.TripProblem.Event;
import dev.plangen.server.llm.offline.TripProblem.Stay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a trip to plan. */
final class TripReader {

  private static final Pattern OPENING =
      Pattern.compile(
          "(?i)\\bvisit (?:the )?(?<count>\\d{1,3}|\\w+) (?<places>(?:\\p{L}+"
              + " )?(?:cities|city|places|towns)) (?:for|in|over) (?<days>\\d{1,4}) days?"
              + "(?: in total)?(?=[.;:!\\s]|\\z)");

  private static final List<String> NUMBERS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

  private static final Pattern DIGIT = Pattern.compile("\\d");

  /** What else a problem says and means nothing new by. */
  private static final Pattern FRAME =
      Pattern.compile(
          "(?i)(?:[.;:!]|\\w+:|(?:you|i|we) (?:will |can )?(?:only take|take only) direct flights"
              + "(?: to commute)?(?: between (?:the )?cities)?\\.|(?:please )?(?:find|make) a trip"
              + " plan (?:of|for) visiting (?:the )?(?:\\p{L}+ )?cities(?: for (?<days>\\d+)"
              + " days?)?(?: by taking direct flights(?: to commute)?(?: between (?:them|the"
              + " cities))?)?\\.?)");

  private TripReader() {}

  static Optional<TripProblem> read(String text, List<String> constraints) {
    return Opening.find(OPENING, text).map(found -> read(found, text, constraints));
  }

  private static TripProblem read(Opening opening, String text, List<String> constraints) {
    MatchResult found = opening.found();
    FlightList flights =
        FlightList.find(text, found.end()).orElseGet(() -> FlightList.none(text.length()));
    List<Sentence> sentences =
        Stream.of(
                Sentences.within(text, found.end(), flights.start()),
                Sentences.within(text, flights.end(), text.length()))
            .flatMap(List::stream)
            .toList();
    List<Stay> stays =
        sentences.stream().flatMap(s -> StayReader.read(s.text()).stream()).distinct().toList();
    List<String> cities = stays.stream().map(Stay::city).distinct().toList();
    int announced = count(found, text);
    if (cities.isEmpty()) {
      throw Rejection.wrongNumberOfCities(announced, 0);
    }
    EventReader reader = new EventReader(cities);
    List<Event> events = new ArrayList<>();
    int days = Integer.parseInt(found.group("days"));
    for (Sentence sentence : sentences) {
      Optional<Event> event = reader.read(sentence.text());
      if (event.isPresent()) {
        events.add(event.get());
      } else if (StayReader.read(sentence.text()).isEmpty() && !isFrame(sentence.text(), days)) {
        throw Rejection.unknownSentence(Sentences.number(text, sentence.end()));
      }
    }
    checkStart(opening, text, reader);
    checkCities(announced, stays, cities, flights);
    TripProblem stated =
        new TripProblem(found.group("places"), days, stays, events, flights.flights(), List.of());
    return addConstraints(stated, reader, constraints);
  }

  private static boolean isFrame(String sentence, int days) {
    Matcher frame = FRAME.matcher(sentence);
    return frame.matches()
        && (frame.group("days") == null || frame.group("days").equals(String.valueOf(days)));
  }

  private static void checkStart(Opening opening, String text, EventReader reader) {
    for (Sentence s : Sentences.within(text, opening.before(), opening.found().start())) {
      if (DIGIT.matcher(s.text()).find() || reader.namesCity(s.text())) {
        throw Rejection.unknownSentence(Sentences.number(text, s.end()));
      }
    }
  }

  private static int count(MatchResult opening, String text) {
    String count = opening.group("count").toLowerCase(Locale.ROOT);
    int number =
        Character.isDigit(count.charAt(0)) ? Integer.parseInt(count) : NUMBERS.indexOf(count);
    if (number < 1) {
      throw Rejection.unknownSentence(Sentences.number(text, opening.end()));
    }
    return number;
  }

  private static void checkCities(
      int announced, List<Stay> stays, List<String> cities, FlightList flights) {
    if (announced != cities.size() || stays.size() != cities.size()) {
      throw Rejection.wrongNumberOfCities(announced, stays.size());
    }
    if (flights.flights().isEmpty() && cities.size() > 1) {
      throw Rejection.noFlights();
    }
    Set<String> known = new HashSet<>(cities);
    if (!flights.flights().stream()
        .allMatch(f -> known.contains(f.from()) && known.contains(f.to()))) {
      throw Rejection.unknownFlight();
    }
  }

  private static TripProblem addConstraints(
      TripProblem stated, EventReader reader, List<String> constraints) {
    List<Event> events = new ArrayList<>(stated.events());
    List<String> unread = new ArrayList<>();
    for (String constraint : constraints) {
      Optional<Event> event = reader.read(constraint);
      List<Stay> stays = StayReader.read(constraint);
      if (event.isPresent()) {
        event.filter(e -> events.stream().noneMatch(e::matches)).ifPresent(events::add);
      } else if (!stated.constraints().contains(constraint)
          && (stays.isEmpty() || !stated.stays().containsAll(stays))) {
        unread.add(constraint);
      }
    }
    return new TripProblem(
        stated.places(), stated.days(), stated.stays(), events, stated.flights(), unread);
  }
}
