package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.ClockTime.Range;
import dev.plangen.server.verify.reading.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the one range of times that a proposal states. */
record SlotReader(CalendarProblem problem) {

  private static final Set<String> BEGIN = Words.set("start starts starting begin begins from at");
  private static final Set<String> END = Words.set("by end ends ending until");

  /** What the range can mean; empty if there is none, or more than one. */
  List<Range> read(List<Piece> pieces, Gist gist) {
    List<Range> ranges =
        gist.times().isEmpty()
            ? ofSingles(pieces, gist)
            : gist.singles().isEmpty() ? ofTimes(gist.times()) : List.of();
    return ranges.stream()
        .filter(
            range ->
                gist.durations().stream().allMatch(stated -> stated == range.to() - range.from()))
        .toList();
  }

  private List<Range> ofTimes(List<Piece.Times> times) {
    List<List<Range>> meanings = times.stream().map(this::meanings).distinct().toList();
    return meanings.size() == 1 ? meanings.getFirst() : List.of();
  }

  private List<Range> meanings(Piece.Times times) {
    return ClockTime.ranges(times.from(), times.to(), problem.hours());
  }

  /** "It starts at 9:00 and ends at 9:30", "at 9:00 for half an hour", "at 9:00". */
  private List<Range> ofSingles(List<Piece> pieces, Gist gist) {
    List<ClockTime> begins = new ArrayList<>();
    List<ClockTime> ends = new ArrayList<>();
    boolean end = false;
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Word(String word)) {
        // "ends at": the "at" says nothing new.
        end = END.contains(word) || (end && (word.equals("at") || !BEGIN.contains(word)));
      } else if (piece instanceof Piece.Time(ClockTime time)) {
        (end ? ends : begins).add(time);
        end = false;
      }
    }
    if (begins.size() == 1 && ends.size() == 1) {
      return ClockTime.ranges(begins.getFirst(), ends.getFirst(), problem.hours());
    }
    if (begins.size() != 1 || !ends.isEmpty()) {
      return List.of();
    }
    int length =
        gist.durations().isEmpty() ? problem.length().minutes() : gist.durations().getFirst();
    return begins.getFirst().meanings(problem.hours()).stream()
        .map(begin -> new Range(begin, begin + length))
        .toList();
  }
}
