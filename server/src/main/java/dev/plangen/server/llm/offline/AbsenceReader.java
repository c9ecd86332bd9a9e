package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads sentences that say when someone is busy, free, or would rather not meet. Used by one
 * thread, for the sentences of one problem in their order: "Mark can not meet on Monday. Friday
 * after 10:00." goes on about Mark.
 */
final class AbsenceReader {

  private static final String GROUP =
      "the group|the team|everyone|everybody|we|you|nobody|no one|no meetings?|the meeting";

  /** Where the part of a sentence begins that says when. */
  private static final Pattern WHEN =
      Pattern.compile(
          "(?i)(?:\\b(?:on|at|either|during|between|from|before|after|until)\\s+)*\\b(?:"
              + Week.DAY
              + "|"
              + Clock.TIME
              + ")");

  private static final Pattern NEGATION =
      Pattern.compile(
          "(?i)\\b(?:not|cannot|avoid|unable|never|unavailable|nobody|no one)\\b|n['’]t\\b");

  private static final Pattern FREE =
      Pattern.compile("(?i)\\b(?:no (?:\\w+ )?meetings?|free|open|available|nothing)\\b");

  private static final Pattern BUSY =
      Pattern.compile("(?i)\\b(?:meetings?|busy|blocked|booked|occupied|engaged|appointments?)\\b");

  /** Words that turn the meaning of a sentence round. */
  private static final Pattern RESTRICTION =
      Pattern.compile(
          "(?i)\\b(?:only|except|unless|but|if|other than|mind)\\b"
              + "|\\b(?:start|begin)\\w*\\b.*\\bafter\\b|\\b(?:end|finish)\\w*\\b.*\\bbefore\\b");

  private final Pattern subject;
  private final List<DayOfWeek> days;

  private String who = "";

  AbsenceReader(List<String> people, List<DayOfWeek> days) {
    String names =
        people.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    // NATURAL PLAN writes "Ethanhas no meetings".
    this.subject =
        Pattern.compile(
            "(?:(?<name>"
                + names
                + ")(?=\\W|has\\b)|(?<group>(?i:"
                + GROUP
                + ")\\b))(?:['’]s\\b)?");
    this.days = days;
  }

  /** Empty if the sentence is not understood; an empty list if it says that someone is free. */
  Optional<List<Absence>> read(String sentence) {
    Matcher begin = subject.matcher(sentence);
    if (begin.lookingAt()) {
      return readStatement(begin, sentence.substring(begin.end()));
    }
    boolean continued = !who.isEmpty() && Pattern.matches("(?:on )?" + Week.DAY + ".*", sentence);
    return continued ? absences(Absence.Cause.PREFERENCE, sentence) : Optional.empty();
  }

  private Optional<List<Absence>> readStatement(Matcher subject, String statement) {
    who = "";
    Matcher when = WHEN.matcher(statement);
    boolean timed = when.find();
    String verb = timed ? statement.substring(0, when.start()) : statement;
    String name = subject.group("name");
    boolean negative = NEGATION.matcher(subject.group() + verb).find() || isNoMeeting(subject);
    if (RESTRICTION.matcher(statement).find()) {
      return Optional.empty();
    }
    if (!negative && FREE.matcher(verb).find()) {
      // "is free on Monday" takes nothing away, while free at certain times would.
      return Pattern.compile(Clock.TIME).matcher(statement).find()
          ? Optional.empty()
          : Optional.of(List.of());
    }
    if (!timed || !(negative || BUSY.matcher(verb).find())) {
      return Optional.empty();
    }
    who = name == null ? Absence.EVERYONE : name;
    return absences(
        negative ? Absence.Cause.PREFERENCE : Absence.Cause.MEETING,
        statement.substring(when.start()));
  }

  private static boolean isNoMeeting(Matcher subject) {
    return subject.group().regionMatches(true, 0, "no ", 0, 3);
  }

  private Optional<List<Absence>> absences(Absence.Cause cause, String when) {
    return Occasions.read(when, days)
        .map(
            occasions ->
                occasions.stream()
                    .map(slot -> new Absence(who, cause, slot.day(), slot.span()))
                    .toList());
  }
}
