package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader has come in a text: {@code offset} bytes of what {@code attempt} of the call
 * {@code writer} wrote.
 */
record Position(CallKey writer, int attempt, int offset) {

  /**
   * Where a reader that was at {@code before} goes on in this attempt: at 0 unless it was in it.
   */
  static Position in(@Nullable Position before, CallKey writer, int attempt) {
    return before != null && before.writer.equals(writer) && before.attempt == attempt
        ? before
        : new Position(writer, attempt, 0);
  }

  Position at(int newOffset) {
    return new Position(writer, attempt, newOffset);
  }
}
