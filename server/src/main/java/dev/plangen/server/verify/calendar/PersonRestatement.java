package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.CalendarFact.Away;
import dev.plangen.server.verify.calendar.ClockTime.Range;
import dev.plangen.server.verify.reading.Words;
import java.time.DayOfWeek;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads constraints about single people: when they are busy, or do not want to meet. */
final class PersonRestatement {

  private static final Set<String> KNOWN =
      Words.set(
          """
          's a after all also and any are at attend attendee attendees available avoid be
          been before between blocked booked busy calendar can can't cannot commitment
          commitments completely conflict conflicts day days do does doesn't don't during
          each earlier either engagements entire everyone existing following for free from
          further group had has have her his if in is later like meet meeting meetings
          more must need needs no not occupied of on open or other otherwise participant
          participants people person prefer prefers present rather schedule scheduled
          should so than that the their them these they this time times to unable
          unavailable until want wants week whole wide will with would
          """);
  private static final Set<String> SIGNS =
      Set.of(",", ".", ":", "-", "(", ")", "\n", ";", "\"", "'", "–", "•", "[", "]");
  private static final Set<String> AWAY =
      Words.set(
          """
          avoid blocked booked busy can't cannot commitment commitments conflict conflicts
          doesn't don't engagements has have meetings not occupied unable unavailable
          """);
  private static final Set<String> FREE = Words.set("free open available");
  private static final Set<String> DENYING =
      Words.set("avoid not can't cannot doesn't don't unable");

  /** Without a time they may ask for an earlier or a later one. */
  private static final Set<String> COMPARING =
      Words.set("after before earlier later more prefer prefers rather than until");

  private static final Set<String> DEMANDING =
      Words.set("must should need needs will want wants prefer prefers would");

  private final CalendarProblem problem;

  /** By person, then by day: times when they can't or won't come. */
  private final Map<String, Map<DayOfWeek, Map<Range, CalendarFact>>> aways;

  PersonRestatement(CalendarProblem problem) {
    this.problem = problem;
    this.aways =
        problem.demands().stream()
            .flatMap(demand -> demand.facts().stream())
            .filter(Away.class::isInstance)
            .map(Away.class::cast)
            .collect(
                Collectors.groupingBy(
                    Away::person,
                    Collectors.groupingBy(
                        Away::day,
                        Collectors.toMap(
                            away -> new Range(away.from(), away.to()),
                            Function.identity(),
                            (first, second) -> first))));
  }

  /** The facts that it restates; empty if it may say more than the problem. */
  Optional<Set<CalendarFact>> read(List<Piece> part) {
    Gist gist = Gist.of(part);
    if (!KNOWN.containsAll(gist.words())
        || !SIGNS.containsAll(gist.signs())
        || gist.numbers()
        || !gist.durations().isEmpty()) {
      return Optional.empty();
    }
    boolean free =
        (gist.words().contains("no") && gist.words().contains("meetings"))
            || (gist.has(FREE) && !gist.has(DENYING));
    boolean away = gist.has(AWAY) && !free;
    if (gist.tellsTime() || (away && !gist.days().isEmpty())) {
      boolean refusing = !gist.has(DEMANDING) || gist.has(DENYING);
      return away && refusing ? new Walk(gist.people()).facts(part) : Optional.empty();
    }
    // "Joan must attend", "Joan is free on Monday"; but "Joan can't come" says more than nothing.
    boolean says =
        away || gist.has(COMPARING) || (!gist.days().isEmpty() && (!free || gist.has(DEMANDING)));
    return says ? Optional.empty() : Optional.of(Set.of());
  }

  /** Goes through a part and looks every time up. */
  private final class Walk {

    private final Set<String> people;
    private final Set<CalendarFact> facts = new LinkedHashSet<>();
    private @Nullable DayOfWeek day;

    /** A day of which no time has been told yet: the whole day is meant. */
    private boolean whole;

    private String word = "";

    private Walk(Set<String> people) {
      this.people = new HashSet<>(people);
      this.day = problem.onlyDay().orElse(null);
    }

    private Optional<Set<CalendarFact>> facts(List<Piece> part) {
      boolean known = true;
      for (Piece piece : part) {
        known &= take(piece);
      }
      known &= !whole || add(new Range(0, Minutes.DAY));
      return known ? Optional.of(facts) : Optional.empty();
    }

    private boolean take(Piece piece) {
      return switch (piece) {
        case Piece.Day(DayOfWeek next) -> {
          boolean known = !whole || add(new Range(0, Minutes.DAY));
          day = next;
          whole = true;
          yield known;
        }
        case Piece.Times(ClockTime from, ClockTime to) -> {
          whole = false;
          List<Range> meanings = ClockTime.ranges(from, to, problem.hours());
          yield meanings.size() == 1 && add(meanings.getFirst());
        }
        case Piece.Time(ClockTime time) -> {
          whole = false;
          List<Integer> meanings = time.meanings(problem.hours());
          yield meanings.size() == 1 && limit(meanings.getFirst());
        }
        case Piece.Word(String next) -> {
          word = next;
          yield true;
        }
        case Piece.Sign sign -> true;
        case Piece.Person person -> true;
        case Piece.Lasting lasting -> false;
        case Piece.Figure figure -> false;
      };
    }

    private boolean limit(int time) {
      return switch (word) {
        case "before", "until" -> add(new Range(0, time));
        case "after", "from" -> add(new Range(time, Minutes.DAY));
        default -> false;
      };
    }

    /** Whether each of the people is away then. */
    private boolean add(Range range) {
      if (day == null) {
        return false;
      }
      for (String person : people) {
        CalendarFact away =
            aways.getOrDefault(person, Map.of()).getOrDefault(day, Map.of()).get(range);
        if (away == null) {
          return false;
        }
        facts.add(away);
      }
      return true;
    }
  }
}
