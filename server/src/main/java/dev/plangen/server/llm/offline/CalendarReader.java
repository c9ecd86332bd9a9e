package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.offline.Sentences.Sentence;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads a meeting to schedule. */
final class CalendarReader {

  private static final Pattern OPENING =
      Pattern.compile(
          "schedule an? (?:\\w+ )?(?:meeting|call|appointment) for (?<people>.+?) for"
              + " (?<length>(?:[^,.\\n"
              + "]|\\.\\d)+?) (?:between|during|within|from) (?:the )?(?:work(?:ing)? hours of"
              + " )?(?<from>"
              + Clock.TIME
              + ") (?:to|and|until) (?<to>"
              + Clock.TIME
              + ") on (?<days>[^.;:!?\\n]+)[.;:!?]?");

  private static final Pattern EARLIEST =
      Pattern.compile("(?i)\\b(?:earl\\w*st\\b|as (?:soon|early) as possible)");

  /** With any of this, a wish for the earliest time says more than that. */
  private static final Pattern MATTER =
      Pattern.compile(
          "(?i)\\d|\\b"
              + Week.DAY
              + "|morning|noon|lunch|evening|n['’]t\\b"
              + "|\\b(?:not|never|no|avoid|before|after|but|except|unless|if)\\b");

  /** What else a problem says and means nothing new by. */
  private static final Pattern FRAME =
      Pattern.compile(
          "(?i)(?:\\w+:|here (?:are|is) the (?:existing )?schedules?(?: (?:for|of) everyone)?(?:"
              + " (?:during|on|for) the days?)?[:.]|(?:please )?(?:find|propose) a time that works"
              + " for (?:everyone|everybody|all)(?:['’]s schedules?(?: and constraints)?)?[.!]?)");

  private static final Pattern DAYS =
      Pattern.compile(
          "(?:(?i:either|both|or|and)\\s+)*(?:"
              + Week.DAY
              + "(?:\\s*,)?(?:\\s+(?i:either|or|and))?\\s*)+");

  private static final Pattern NAME =
      Pattern.compile("(?U)(?!.*\\b(?i:who|which|that|is|are|has|have|can|not)\\b)[^\\d;:]+");

  private CalendarReader() {}

  static Optional<CalendarProblem> read(String text, List<String> constraints) {
    return Opening.find(OPENING, text)
        .flatMap(
            opening ->
                Clock.length(opening.found().group("length"))
                    .map(minutes -> read(opening, minutes, text, constraints)));
  }

  private static CalendarProblem read(
      Opening opening, int minutes, String text, List<String> constraints) {
    MatchResult found = opening.found();
    List<String> people =
        Arrays.stream(Pattern.compile(",? and |, ").split(found.group("people").strip(), -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    List<DayOfWeek> days = Week.daysIn(found.group("days"));
    int from = Clock.minutes(found.group("from"));
    int to = Clock.minutes(found.group("to"));
    if (!DAYS.matcher(found.group("days")).matches()
        || from >= to
        || !people.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw Rejection.unknownSentence(Sentences.number(text, found.end()));
    }
    for (Sentence sentence : Sentences.within(text, opening.before(), found.start())) {
      if (MATTER.matcher(sentence.text()).find()
          || people.stream().anyMatch(sentence.text()::contains)) {
        throw Rejection.unknownSentence(Sentences.number(text, sentence.end()));
      }
    }
    CalendarProblem bare =
        new CalendarProblem(people, minutes, new Span(from, to), days, List.of(), false, List.of());
    return addConstraints(addSentences(bare, text, found.end()), constraints);
  }

  private static CalendarProblem addSentences(CalendarProblem bare, String text, int from) {
    List<Absence> absences = new ArrayList<>();
    boolean earliest = false;
    AbsenceReader reader = new AbsenceReader(bare.people(), bare.days());
    for (Sentence sentence : Sentences.within(text, from, text.length())) {
      Optional<List<Absence>> read = reader.read(sentence.text());
      if (read.isPresent()) {
        absences.addAll(read.get());
      } else if (asksForEarliest(sentence.text())) {
        earliest = true;
      } else if (!FRAME.matcher(sentence.text()).matches()) {
        throw Rejection.unknownSentence(Sentences.number(text, sentence.end()));
      }
    }
    return new CalendarProblem(
        bare.people(), bare.minutes(), bare.hours(), bare.days(), absences, earliest, List.of());
  }

  private static boolean asksForEarliest(String sentence) {
    return EARLIEST.matcher(sentence).find() && !MATTER.matcher(sentence).find();
  }

  private static CalendarProblem addConstraints(CalendarProblem problem, List<String> constraints) {
    List<Absence> absences = new ArrayList<>(problem.absences());
    List<String> unread = new ArrayList<>();
    boolean earliest = problem.earliest();
    for (String constraint : constraints) {
      // One reader each: a constraint can be understood on its own.
      Optional<List<Absence>> read =
          new AbsenceReader(problem.people(), problem.days()).read(constraint);
      if (read.isPresent()) {
        absences.addAll(read.get());
      } else if (asksForEarliest(constraint)) {
        earliest = true;
      } else if (!constraint.equals(problem.timeSentence())) {
        unread.add(constraint);
      }
    }
    return new CalendarProblem(
        problem.people(),
        problem.minutes(),
        problem.hours(),
        problem.days(),
        absences,
        earliest,
        unread);
  }
}
