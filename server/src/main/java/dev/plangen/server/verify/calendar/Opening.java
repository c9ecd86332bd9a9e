package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.finding.Demand;
import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Sentence;
import dev.plangen.server.verify.reading.Token;
import dev.plangen.server.verify.reading.Weekdays;
import dev.plangen.server.verify.reading.Words;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The first sentence of a calendar problem: who meets, for how long, within which hours, on which
 * of which days.
 *
 * @param people as the problem spells them, by their folded names
 * @param days in the order of the problem
 */
record Opening(
    Map<String, String> people,
    CalendarFact.Length length,
    CalendarFact.Hours hours,
    Set<DayOfWeek> days) {

  private static final Phrase SCHEDULE = Phrase.of("you need to schedule a meeting for");
  private static final Phrase AND = Phrase.of(", and", ",", "and");
  private static final Phrase WORK_HOURS = Phrase.of("between the work hours of");
  private static final Phrase OR = Phrase.of(", or", ",", "or");

  /** As names they would make a plan ambiguous. */
  private static final Set<String> NO_NAMES =
      Words.set("for and or no not nobody none on am pm noon midday day at to from until everyone");

  private static final int LONGEST_NAME = 64;

  static Optional<Opening> read(Sentence sentence) {
    Cursor cursor = new Cursor(sentence.tokens());
    if (!cursor.take(SCHEDULE)) {
      return Optional.empty();
    }
    Optional<Map<String, String>> people = people(cursor);
    if (people.isEmpty() || !cursor.takeWord("for")) {
      return Optional.empty();
    }
    OptionalInt length = Durations.take(cursor);
    if (length.isEmpty() || length.getAsInt() == 0 || !cursor.take(WORK_HOURS)) {
      return Optional.empty();
    }
    Optional<ProblemClock.Span> hours = ProblemClock.takeSpan(cursor);
    if (hours.isEmpty() || !cursor.takeWord("on")) {
      return Optional.empty();
    }
    return days(cursor)
        .map(
            days ->
                new Opening(
                    people.get(),
                    new CalendarFact.Length(length.getAsInt()),
                    new CalendarFact.Hours(hours.get().from(), hours.get().to()),
                    days));
  }

  private static Optional<Map<String, String>> people(Cursor cursor) {
    Map<String, String> people = new LinkedHashMap<>();
    do {
      Optional<Token> name = cursor.takeAnyWord().filter(Opening::isName);
      if (name.isEmpty() || people.put(name.get().text(), name.get().original()) != null) {
        return Optional.empty();
      }
    } while (cursor.take(AND));
    return Optional.of(people);
  }

  private static boolean isName(Token word) {
    return word.capitalised()
        && word.original().length() <= LONGEST_NAME
        && !NO_NAMES.contains(word.text())
        && Weekdays.find(word.text()).isEmpty();
  }

  private static Optional<Set<DayOfWeek>> days(Cursor cursor) {
    cursor.takeWord("either");
    Set<DayOfWeek> days = new LinkedHashSet<>();
    do {
      Optional<DayOfWeek> day = ProblemClock.takeDay(cursor);
      if (day.isEmpty() || !days.add(day.get())) {
        return Optional.empty();
      }
    } while (cursor.take(OR));
    return cursor.isAtEnd() ? Optional.of(days) : Optional.empty();
  }

  /**
   * A person's name. In the benchmark's "Ethanhas no meetings" the verb is lost with it, and the
   * forms that follow a name allow for that.
   */
  Optional<String> takePerson(Cursor cursor) {
    Optional<String> person = cursor.peek().map(Token::text).flatMap(this::person);
    person.ifPresent(found -> cursor.next());
    return person;
  }

  private Optional<String> person(String word) {
    if (people.containsKey(word)) {
      return Optional.ofNullable(people.get(word));
    }
    return word.endsWith("has")
        ? Optional.ofNullable(people.get(word.substring(0, word.length() - "has".length())))
        : Optional.empty();
  }

  boolean daysAreInOrder() {
    return new ArrayList<>(days).equals(List.copyOf(new TreeSet<>(days)));
  }

  List<Demand<CalendarFact>> demands() {
    Set<DayOfWeek> inOrder = Collections.unmodifiableSet(new TreeSet<>(days));
    String names = inOrder.stream().map(Weekdays::name).collect(Collectors.joining(" or "));
    Set<CalendarFact> when = new LinkedHashSet<>();
    when.add(hours);
    when.add(new CalendarFact.Days(inOrder));
    return List.of(
        new Demand<>(
            "The meeting lasts " + Words.count(length.minutes(), "minute"), Set.of(length)),
        new Demand<>(
            "The meeting is within %s–%s on %s"
                .formatted(Minutes.clock(hours.from()), Minutes.clock(hours.to()), names),
            when));
  }

  CalendarProblem problem(List<Demand<CalendarFact>> demands) {
    return new CalendarProblem(
        List.copyOf(people.values()),
        length,
        hours,
        Collections.unmodifiableSet(new TreeSet<>(days)),
        demands);
  }
}
