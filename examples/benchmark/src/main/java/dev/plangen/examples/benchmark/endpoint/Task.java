package dev.plangen.examples.benchmark.endpoint;

import dev.plangen.server.domain.AnswerFormat;
import org.jspecify.annotations.Nullable;

/** What a prompt asks for, told by the answer format at its end, and how a usable answer looks. */
enum Task {
  CONSTRAINTS(AnswerFormat.CONSTRAINTS, "- The meeting ", "fits.\n"),
  PLAN(AnswerFormat.PLAN, "The plan: ", "done."),
  VERDICT(AnswerFormat.VERDICT, "It holds: ", "\nScore: 100"),
  OTHER(null, "It is ", "so.");

  /** Enough of it to tell it from the others; none of it needs escaping in JSON. */
  private static final int TELLING = 30;

  private final String mark;
  private final String begin;
  private final String end;

  Task(@Nullable AnswerFormat format, String begin, String end) {
    this.mark = format == null ? "" : format.instruction().substring(0, TELLING);
    this.begin = begin;
    this.end = end;
  }

  static Task of(String body) {
    for (Task task : values()) {
      if (body.contains(task.mark)) {
        return task;
      }
    }
    return OTHER;
  }

  /** Piece {@code index} of the answer. */
  String piece(Pace pace, int index) {
    String filler = "x".repeat(pace.bytes() - 1) + " ";
    return (index == 0 ? begin : "") + filler + (index == pace.chunks() - 1 ? end : "");
  }
}
