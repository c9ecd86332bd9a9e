package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.ClockTime.Range;
import dev.plangen.server.verify.calendar.Statement.Weight;
import dev.plangen.server.verify.reading.Denial;
import dev.plangen.server.verify.reading.Doubt;
import dev.plangen.server.verify.reading.Token;
import dev.plangen.server.verify.reading.Words;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Understands single clauses of plans. A proposal must consist of known words altogether: any other
 * word could deny it, weigh it or tie it to a condition. Immutable.
 */
final class ClauseReader {

  /** None of them denies, doubts, compares or sets a condition. */
  private static final Set<String> PROPOSING =
      Words.set(
          """
          's a agreed all an and answer are at attendees available be begin beginning
          begins between book both by can choose chosen concludes conclusion date day
          duration each earliest end ending ends everybody everyone feasible final
          finalized finally find fits follow following follows for found free from good
          great group hence here hi hold i in is it it's lasting lasts let like long meet
          meeting of ok okay on only our participants perfect place plan please proposal
          propose proposed proposing recommend recommended result schedule scheduled shall
          should slot so solution start starting starts suggest suggested suggestion
          suitable sure take takes team that the therefore this thus time timeslot to
          together until us valid we weekday when will window with within work works would
          you your
          """);

  private static final Set<String> FINAL =
      Words.set(
          """
          agreed answer concludes conclusion final finalized finally hence proposal
          proposed result so solution therefore thus
          """);
  private static final Set<String> ABOUT_THE_MEETING =
      Words.set(
          """
          book choose chosen fits hold meet meeting plan propose proposing recommend
          recommended schedule scheduled slot suggest suggested suggestion suitable time
          timeslot when works
          """);
  private static final Set<String> ABOUT_ALL = Words.set("all both everybody everyone group");
  private static final Set<String> FREE = Words.set("available free");

  /** What they give is a span in which one can meet, unless it is as long as the meeting. */
  private static final Set<String> GIVE_ROOM =
      Words.set("available between can free window within");

  private static final Set<String> SCHEDULE =
      Words.set(
          """
          's a after all also and any are as at available be because been before between
          blocked booked both busy calendar can day during end ended ends entire existing
          explanation finishes for free from given has have her his in is meeting meetings
          no not note of on only or reason reasoning schedule since so start starts the
          their them then there they this through till to too unavailable until week when
          where which while whole with
          """);
  private static final Set<String> THEIRS = Words.set("his her their");
  private static final Set<String> OF_WORK = Words.set("work working business office");
  private static final Set<String> HARMLESS_SIGNS =
      Set.of(
          ",", ":", "-", "(", ")", "[", "]", "{", "}", "\"", "'", "“", "”", "•", "·", "✓", "✔", "✅",
          "📅", "🕒", "→");

  /** They may move a meeting without naming a time. */
  private static final Set<String> MOVING =
      Words.set("earlier later move moved moves moving push pushed sooner");

  private static final Set<String> AWAY_FROM =
      Words.set("after ahead back before early forward late");

  private static final Set<String> SOLUTIONS =
      Words.set(
          """
          meeting schedule scheduled slot slots solution solutions time times timeslot
          timeslots way window
          """);

  private final CalendarProblem problem;
  private final Pieces pieces;

  ClauseReader(CalendarProblem problem) {
    this.problem = problem;
    this.pieces = new Pieces(problem.people());
  }

  Statement read(List<Token> clause) {
    List<Piece> parts = pieces.of(clause);
    Gist gist = Gist.of(parts);
    if (!gist.tellsTime()) {
      return withoutTime(clause, parts, gist);
    }
    Optional<Statement> proposal = proposal(parts, gist);
    if (proposal.isPresent()) {
      return proposal.get();
    }
    CalendarFact.Hours work = problem.hours();
    return new Statement.Mention(
        isSchedule(gist) || areWorkHours(gist),
        gist.days(),
        gist.times().stream()
            .map(times -> ClockTime.ranges(times.from(), times.to(), work))
            .toList(),
        !gist.singles().isEmpty() || Numerals.mayTellTime(parts));
  }

  private Statement withoutTime(List<Token> clause, List<Piece> parts, Gist gist) {
    boolean ofAnyDay = gist.days().isEmpty() || gist.days().equals(problem.days());
    if (ofAnyDay && saysNoTime(gist)) {
      return new Statement.NoTime();
    }
    // "Make it one hour before": by how much it is moved.
    boolean moved = gist.has(MOVING) || (!gist.durations().isEmpty() && gist.has(AWAY_FROM));
    if (Doubt.isIn(clause) || moved) {
      return new Statement.Doubtful();
    }
    boolean loose = Numerals.mayTellTime(parts);
    return gist.days().isEmpty() && !loose
        ? new Statement.Remark()
        : new Statement.Mention(isSchedule(gist), gist.days(), List.of(), loose);
  }

  private Optional<Statement> proposal(List<Piece> parts, Gist gist) {
    boolean known =
        PROPOSING.containsAll(gist.words())
            && HARMLESS_SIGNS.containsAll(gist.signs())
            && !gist.numbers();
    boolean everyone = gist.people().size() == problem.people().size();
    if (!known || !(everyone || gist.people().isEmpty()) || gist.days().size() > 1) {
      return Optional.empty();
    }
    Optional<DayOfWeek> day = gist.days().stream().findFirst().or(problem::onlyDay);
    List<Range> ranges = new SlotReader(problem).read(parts, gist);
    int length = problem.length().minutes();
    boolean room =
        gist.has(GIVE_ROOM)
            && ranges.stream().anyMatch(range -> range.to() - range.from() > length);
    if (day.isEmpty() || ranges.isEmpty() || room) {
      return Optional.empty();
    }
    return Optional.of(
        new Statement.Proposal(
            ranges.stream().map(range -> new Slot(day.get(), range.from(), range.to())).toList(),
            weight(gist, everyone)));
  }

  private static Weight weight(Gist gist, boolean everyone) {
    if (gist.has(FINAL)) {
      return Weight.FINAL;
    }
    boolean free = (everyone || gist.has(ABOUT_ALL)) && gist.has(FREE);
    return free || gist.has(ABOUT_THE_MEETING) ? Weight.PLAIN : Weight.BARE;
  }

  /** "All three have their meeting at 9:00" may be about the one that is planned. */
  private boolean isSchedule(Gist gist) {
    boolean common =
        gist.people().size() == problem.people().size() && gist.words().contains("meeting");
    return !common
        && (!gist.people().isEmpty() || gist.has(THEIRS))
        && SCHEDULE.containsAll(gist.words())
        && HARMLESS_SIGNS.containsAll(gist.signs());
  }

  private boolean areWorkHours(Gist gist) {
    CalendarFact.Hours work = problem.hours();
    return gist.has(OF_WORK)
        && gist.singles().isEmpty()
        && gist.times().stream()
            .allMatch(
                times ->
                    ClockTime.ranges(times.from(), times.to(), work)
                        .contains(new Range(work.from(), work.to())));
  }

  private static boolean saysNoTime(Gist gist) {
    return Denial.isIn(gist.words(), SOLUTIONS)
        && !gist.numbers()
        && gist.people().isEmpty()
        && HARMLESS_SIGNS.containsAll(gist.signs());
  }
}
