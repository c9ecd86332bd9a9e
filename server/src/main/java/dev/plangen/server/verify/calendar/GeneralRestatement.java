package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.ClockTime.Range;
import dev.plangen.server.verify.reading.Words;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads constraints about the meeting itself: its length, its hours, its days. */
record GeneralRestatement(CalendarProblem problem) {

  private static final Set<String> KNOWN =
      Words.set(
          """
          's a all an and any are at attend attendees availability available be between
          business can conflict conflicts constraint constraints day days does duration
          during each earliest earlist either entire every everyone everyone's exactly
          existing find fit for found free from group had has have held hours in include
          includes including involved involves is it its last lasting lasts length like
          long meet meeting meetings must need needs no nobody not occur of on one only or
          overlap overlaps participant participants people place possible required
          schedule scheduled schedules should slot take takes that the their this time
          timeframe to until who whole will with within work working works would you your
          """);
  private static final Set<String> SIGNS =
      Set.of(",", ".", ":", "-", "(", ")", "\n", ";", "\"", "'", "–", "•");
  private static final Set<String> NEGATIONS = Words.set("no not nobody");
  private static final Set<String> CONFLICTS = Words.set("conflict conflicts overlap overlaps");
  private static final Set<String> EARLIEST = Words.set("earliest earlist");

  /** Without a duration they may mean the last slot, or a long one. */
  private static final Set<String> LASTING = Words.set("last long length");

  /** The facts that it restates; empty if it may say more than the problem. */
  Optional<Set<CalendarFact>> read(List<Piece> part) {
    Gist gist = Gist.of(part);
    if (!KNOWN.containsAll(gist.words())
        || !SIGNS.containsAll(gist.signs())
        || gist.numbers()
        || !gist.singles().isEmpty()
        || (gist.has(LASTING) && gist.durations().isEmpty())) {
      return Optional.empty();
    }
    Set<CalendarFact> facts = new LinkedHashSet<>();
    boolean known =
        length(gist, facts) && hours(gist, facts) && days(gist, facts) && earliest(gist, facts);
    boolean fits = gist.has(NEGATIONS) ? deniesConflict(gist, facts) : !isBareOnly(gist, facts);
    return known && fits ? Optional.of(facts) : Optional.empty();
  }

  private boolean length(Gist gist, Set<CalendarFact> facts) {
    if (!gist.durations().isEmpty()) {
      facts.add(problem.length());
    }
    return gist.durations().stream().allMatch(minutes -> minutes == problem.length().minutes());
  }

  private boolean hours(Gist gist, Set<CalendarFact> facts) {
    CalendarFact.Hours hours = problem.hours();
    List<Range> meaning = List.of(new Range(hours.from(), hours.to()));
    if (!gist.times().isEmpty()) {
      facts.add(hours);
    }
    return gist.times().stream()
        .allMatch(times -> ClockTime.ranges(times.from(), times.to(), hours).equals(meaning));
  }

  private boolean days(Gist gist, Set<CalendarFact> facts) {
    if (!gist.days().isEmpty()) {
      facts.add(new CalendarFact.Days(problem.days()));
    }
    return gist.days().isEmpty() || gist.days().equals(problem.days());
  }

  private boolean earliest(Gist gist, Set<CalendarFact> facts) {
    if (!gist.has(EARLIEST)) {
      return true;
    }
    CalendarFact earliest = new CalendarFact.Earliest();
    facts.add(earliest);
    return problem.demands().stream().anyMatch(demand -> demand.facts().contains(earliest));
  }

  /** "The meeting must not conflict with existing meetings": what every schedule demands. */
  private static boolean deniesConflict(Gist gist, Set<CalendarFact> facts) {
    return gist.has(CONFLICTS) && facts.isEmpty();
  }

  private static boolean isBareOnly(Gist gist, Set<CalendarFact> facts) {
    return facts.isEmpty() && gist.words().contains("only");
  }
}
