package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.TripProblem.Event;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads sentences that say on which days the traveller must be in a city. */
final class EventReader {

  private static final Pattern DAYS =
      Pattern.compile(
          "(?i)\\b(?:between|from|during|on)\\s+days?\\s+(?<first>\\d{1,4})"
              + "(?:\\s*(?:and|to|until|till|through|-|–)\\s*(?:day\\s+)?(?<last>\\d{1,4}))?\\b");

  /** What an event is; the place and the days are left out of it. */
  private static final Pattern BEING_THERE =
      Pattern.compile(
          "[\\s,]*(?:"
              + StayReader.LEAD
              + "(?:(?i:meet|attend|visit|be|see|join|celebrate|watch)\\b|(?<=\\b[Hh]ave\\s))|(?i:there"
              + " (?:is|are|will be)\\b))[\\p{L}\\s'’-]*[\\s,]+@[\\p{L}\\s'’-]*[.;!]?");

  /** Words that turn the meaning of a sentence round, or tell of an order. */
  private static final Pattern RESTRICTION =
      Pattern.compile(
          "(?i)\\b(?:not|cannot|never|no|none|nobody|nothing|without|avoid|unless|except|if|but|or"
              + "|only|before|after|until|till|first|last|then|later|earlier|other|either|than"
              + "|least|most|may|might|could|dislike|hate|miss|skip|cancel\\w*|leav\\w+|arriv\\w+"
              + "|depart\\w*|fly\\w*|flight\\w*|return\\w*)\\b|n['’]t\\b");

  private final Pattern city;

  EventReader(List<String> cities) {
    city =
        Pattern.compile(
            cities.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<!\\p{L})(?:", ")(?!\\p{L})")));
  }

  boolean namesCity(String sentence) {
    return city.matcher(sentence).find();
  }

  /** Empty if the sentence says nothing of the kind, or not of exactly one city and time. */
  Optional<Event> read(String sentence) {
    List<String> cities = city.matcher(sentence).results().map(r -> r.group()).distinct().toList();
    Matcher days = DAYS.matcher(sentence);
    if (cities.size() != 1 || !days.find() || RESTRICTION.matcher(sentence).find()) {
      return Optional.empty();
    }
    String what =
        sentence.substring(0, days.start()).stripTrailing() + sentence.substring(days.end());
    if (!BEING_THERE.matcher(city.matcher(what).replaceAll("@")).matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(days.group("first"));
    int last = days.group("last") == null ? first : Integer.parseInt(days.group("last"));
    return first > last || days.find()
        ? Optional.empty()
        : Optional.of(new Event(cities.getFirst(), first, last, sentence));
  }
}
