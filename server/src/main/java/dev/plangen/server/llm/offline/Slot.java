package dev.plangen.server.llm.offline;

import java.time.DayOfWeek;

/** When a meeting could take place. */
record Slot(DayOfWeek day, Span span) {

  String plan() {
    return "Here is the proposed time: %s, %s - %s"
        .formatted(Week.show(day), Clock.show(span.from()), Clock.show(span.to()));
  }
}
