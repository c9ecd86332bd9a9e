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
      Pattern.compile(
          "(?i)\\s*(?:(?:is|are) (?:wide )?(?:free|open|available)|(?:has|have) (?:nothing|no"
              + " (?:\\w+ )?(?:meetings?|appointments?)))\\b(?:\\s*(?:at any time|on|(?:the"
              + " (?:whole|entire)|all) (?:day|week)|or|and|either|"
              + Week.DAY
              + ")\\b|\\s*,)*\\s*[.;!]?");

  private static final Pattern BUSY =
      Pattern.compile(
          "(?i)\\s*(?:(?:is|are|will be) (?:also )?(?:busy|blocked|booked|occupied|engaged|in (?:a"
              + " )?meetings?)|(?:has|have) (?:also )?(?:an? |other |another )?(?:meetings?"
              + "|appointments?)|(?:has|have) (?:also )?(?:blocked|booked) (?:their|his|her)"
              + " (?:calendar|schedule))(?: all day| the (?:whole|entire) day)?,?\\s*");

  /** What a refusal is made of, beside its one negation. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(?i)(?:\\s*(?:\\b(?:do|does|would|will|can|could|is|are|should|must|rather|like|likes|want"
              + "|wants|wish|wishes|prefer|prefers|to|not|cannot|avoid|avoids|unable|never|unavailable|meet|meeting|meetings|any|more|be|able|available|free|also|at"
              + " all)\\b"
              + "|(?:do|does|would|ca|can|could|wo|is|are|should|must)n?['’]t\\b))*[\\s,]*");

  /** Words that turn the meaning of a sentence round. */
  private static final Pattern RESTRICTION =
      Pattern.compile(
          "(?i)\\b(?:only|except|unless|but|if|other than|mind)\\b"
              + "|\\b(?:start|begin)\\w*\\b.*\\bafter\\b|\\b(?:end|finish)\\w*\\b.*\\bbefore\\b");

  private final Pattern subject;
  private final List<DayOfWeek> days;

  private List<String> who = List.of();

  AbsenceReader(List<String> people, List<DayOfWeek> days) {
    String names =
        people.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    // NATURAL PLAN writes "Ethanhas no meetings".
    this.subject =
        Pattern.compile(
            "(?:(?<names>(?:"
                + names
                + ")(?:(?:,? and |, )(?:"
                + names
                + "))*)(?=\\W|has\\b)|(?<group>(?i:"
                + GROUP
                + ")\\b))(?:['’]s (?:schedule|calendar)s?\\b)?(?!['’])");
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
    who = List.of();
    Matcher when = WHEN.matcher(statement);
    boolean timed = when.find();
    String verb = timed ? statement.substring(0, when.start()) : statement;
    if (RESTRICTION.matcher(statement).find()) {
      return Optional.empty();
    }
    long negations =
        NEGATION.matcher(subject.group() + verb).results().count() + (isNoMeeting(subject) ? 1 : 0);
    // "is free on Monday" takes nothing away, while free at certain times would.
    if (negations == 0 && FREE.matcher(statement).matches()) {
      return Optional.of(List.of());
    }
    boolean busy = negations == 0 && BUSY.matcher(verb).matches();
    boolean refusal = negations == 1 && REFUSAL.matcher(verb).matches();
    if (!timed || !(busy || refusal)) {
      return Optional.empty();
    }
    String names = subject.group("names");
    who =
        names == null
            ? List.of(Absence.EVERYONE)
            : List.of(Pattern.compile(",? and |, ").split(names, -1));
    return absences(
        refusal ? Absence.Cause.PREFERENCE : Absence.Cause.MEETING,
        statement.substring(when.start()));
  }

  private static boolean isNoMeeting(Matcher subject) {
    return subject.group().regionMatches(true, 0, "no meeting", 0, 10);
  }

  private Optional<List<Absence>> absences(Absence.Cause cause, String when) {
    return Occasions.read(when, days)
        .map(
            occasions ->
                who.stream()
                    .flatMap(
                        name ->
                            occasions.stream()
                                .map(slot -> new Absence(name, cause, slot.day(), slot.span())))
                    .toList());
  }
}
