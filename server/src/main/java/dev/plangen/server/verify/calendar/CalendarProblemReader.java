package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.CalendarFact.Busy;
import dev.plangen.server.verify.calendar.CalendarFact.Unwilling;
import dev.plangen.server.verify.finding.Demand;
import dev.plangen.server.verify.reading.Cursor;
import dev.plangen.server.verify.reading.Phrase;
import dev.plangen.server.verify.reading.Reading;
import dev.plangen.server.verify.reading.Sentence;
import dev.plangen.server.verify.reading.Sentences;
import dev.plangen.server.verify.reading.Weekdays;
import dev.plangen.server.verify.reading.Words;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads calendar problems in the form of NATURAL PLAN, sentence by sentence. A sentence that is not
 * known makes the whole problem unclear: it could demand anything.
 */
final class CalendarProblemReader {

  private static final Phrase SCHEDULES_FOLLOW =
      Phrase.of(
          "here are the existing schedules for everyone during the day",
          "here are the existing schedules for everyone during the days");
  private static final Phrase FIND =
      Phrase.of("find a time that works for everyone's schedule and constraints");
  private static final Phrase EARLIEST =
      Phrase.of(
          "the group would like to meet at their earlist availability",
          "the group would like to meet at their earliest availability",
          "you would like to schedule the meeting at their earlist availability",
          "you would like to schedule the meeting at their earliest availability");

  private final Opening opening;
  private final List<Demand<CalendarFact>> demands = new ArrayList<>();
  private final Set<String> free = new HashSet<>();
  private final Set<String> busy = new HashSet<>();

  /** Whose wish the sentence before was: "Thursday after 16:30." may go on with it. */
  private @Nullable String wisher;

  private CalendarProblemReader(Opening opening) {
    this.opening = opening;
  }

  static Reading<CalendarProblem> read(String problem) {
    List<Sentence> sentences = Sentences.of(problem);
    Optional<Opening> opening =
        sentences.isEmpty() ? Optional.empty() : Opening.read(sentences.getFirst());
    if (opening.isEmpty()) {
      return new Reading.Unclear<>("the problem does not begin like a calendar problem");
    }
    CalendarProblemReader reader = new CalendarProblemReader(opening.get());
    for (Sentence sentence : sentences.subList(1, sentences.size())) {
      if (!reader.take(sentence)) {
        return new Reading.Unclear<>("the problem says " + sentence.quote());
      }
    }
    return reader.problem();
  }

  private Reading<CalendarProblem> problem() {
    if (free.stream().anyMatch(busy::contains)) {
      return new Reading.Unclear<>("the problem calls somebody both free and busy");
    }
    boolean earliest =
        demands.stream().anyMatch(demand -> demand.facts().contains(new CalendarFact.Earliest()));
    if (earliest && !opening.daysAreInOrder()) {
      return new Reading.Unclear<>("which of the days is the earliest is not clear");
    }
    List<Demand<CalendarFact>> all = new ArrayList<>(opening.demands());
    all.addAll(demands);
    return new Reading.Clear<>(opening.problem(all));
  }

  private boolean take(Sentence sentence) {
    if (sentence.end() == Sentence.End.QUESTION) {
      return false;
    }
    Cursor cursor = new Cursor(sentence.tokens());
    if (cursor.take(SCHEDULES_FOLLOW)) {
      wisher = null;
      return cursor.isAtEnd() || (cursor.takeSign(":") && person(cursor));
    }
    if (cursor.take(FIND)) {
      wisher = null;
      return cursor.isAtEnd();
    }
    if (cursor.take(EARLIEST)) {
      wisher = null;
      demands.add(
          new Demand<>(
              "The meeting is at the earliest time that suits everyone",
              Set.of(new CalendarFact.Earliest())));
      return cursor.isAtEnd();
    }
    if (wisher != null && ProblemClock.takeDay(new Cursor(sentence.tokens())).isPresent()) {
      return wish(wisher, Wishes.takeBounds(cursor));
    }
    return person(cursor);
  }

  private boolean person(Cursor cursor) {
    wisher = null;
    Optional<String> person = opening.takePerson(cursor);
    if (person.isEmpty()) {
      return false;
    }
    if (Schedules.takeFree(cursor)) {
      free.add(person.get());
      return cursor.isAtEnd();
    }
    if (Wishes.takeRefusal(cursor)) {
      wisher = person.get();
      return wish(wisher, Wishes.takeWhen(cursor, opening.days()));
    }
    Optional<List<Slot>> times = Schedules.takeBusy(cursor);
    times.ifPresent(
        slots -> {
          busy.add(person.get());
          demands.add(
              new Demand<>(
                  person.get() + " is busy " + times(slots),
                  facts(slots, at -> new Busy(person.get(), at.day(), at.from(), at.to()))));
        });
    return times.isPresent();
  }

  private boolean wish(String person, Optional<List<Slot>> when) {
    when.ifPresent(
        slots -> {
          Set<CalendarFact> facts =
              facts(slots, at -> new Unwilling(person, at.day(), at.from(), at.to()));
          String words =
              facts.stream()
                  .map(fact -> ((Unwilling) fact).words())
                  .collect(Collectors.joining(", "));
          demands.add(new Demand<>(words, facts));
        });
    return when.isPresent();
  }

  private static Set<CalendarFact> facts(List<Slot> slots, Function<Slot, CalendarFact> fact) {
    return slots.stream().map(fact).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** "9:00–9:30 and 10:00–11:00 on Monday, 9:00–17:00 on Tuesday". */
  private static String times(List<Slot> slots) {
    Map<DayOfWeek, List<String>> times = new LinkedHashMap<>();
    for (Slot slot : slots) {
      times
          .computeIfAbsent(slot.day(), day -> new ArrayList<>())
          .add(Minutes.clock(slot.from()) + "–" + Minutes.clock(slot.to()));
    }
    return times.entrySet().stream()
        .map(entry -> Words.list(entry.getValue()) + " on " + Weekdays.name(entry.getKey()))
        .collect(Collectors.joining("; "));
  }
}
