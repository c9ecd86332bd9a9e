package dev.plangen.server.llm.offline;

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
              + ") on (?<days>[^.\\n]+)\\.?");

  private static final Pattern EARLIEST =
      Pattern.compile("(?i)\\b(?:earl\\w*st\\b|as (?:soon|early) as possible)");

  /** A sentence without any of this says nothing about when to meet. */
  private static final Pattern MATTER =
      Pattern.compile("(?i)\\d|\\b" + Week.DAY + "|morning|noon|lunch|evening|must|should");

  private CalendarReader() {}

  static Optional<CalendarProblem> read(String text, List<String> constraints) {
    // Of several, the ones before the last are worked examples.
    Optional<MatchResult> opening = OPENING.matcher(text).results().reduce((first, last) -> last);
    return opening.flatMap(
        found ->
            Clock.length(found.group("length"))
                .map(minutes -> read(found, minutes, text.substring(found.end()), constraints)));
  }

  private static CalendarProblem read(
      MatchResult opening, int minutes, String rest, List<String> constraints) {
    List<String> people =
        Arrays.stream(Pattern.compile(",? and |, ").split(opening.group("people").strip(), -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    List<DayOfWeek> days = Week.daysIn(opening.group("days"));
    int from = Clock.minutes(opening.group("from"));
    int to = Clock.minutes(opening.group("to"));
    if (days.isEmpty() || from >= to) {
      throw Rejection.unknownSentence(1);
    }
    CalendarProblem bare =
        new CalendarProblem(people, minutes, new Span(from, to), days, List.of(), false, List.of());
    return addConstraints(addSentences(bare, Sentences.of(rest)), constraints);
  }

  private static CalendarProblem addSentences(CalendarProblem bare, List<String> sentences) {
    List<Absence> absences = new ArrayList<>();
    boolean earliest = false;
    AbsenceReader reader = new AbsenceReader(bare.people(), bare.days());
    for (int i = 0; i < sentences.size(); i++) {
      String sentence = sentences.get(i);
      Optional<List<Absence>> read = reader.read(sentence);
      if (read.isPresent()) {
        absences.addAll(read.get());
      } else if (EARLIEST.matcher(sentence).find()) {
        earliest = true;
      } else if (MATTER.matcher(sentence).find()
          || bare.people().stream().anyMatch(sentence::contains)) {
        // The opening is sentence 1.
        throw Rejection.unknownSentence(i + 2);
      }
    }
    return new CalendarProblem(
        bare.people(), bare.minutes(), bare.hours(), bare.days(), absences, earliest, List.of());
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
      } else if (EARLIEST.matcher(constraint).find()) {
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
