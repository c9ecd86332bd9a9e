package dev.plangen.server.run;

import dev.plangen.server.domain.TextName;

/** What a reader is given. */
public sealed interface News {

  /** The last logged entry that the reader has passed; 0 if none. */
  long sequence();

  /** An entry of the log. */
  record Logged(LogEntry entry) implements News {
    @Override
    public long sequence() {
      return entry.sequence();
    }
  }

  /**
   * A write into a text: it becomes its first {@code offset} bytes of UTF-8, followed by {@code
   * text}.
   */
  record Written(long sequence, TextName name, long offset, String text) implements News {}
}
