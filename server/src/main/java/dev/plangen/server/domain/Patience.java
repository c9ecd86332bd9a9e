package dev.plangen.server.domain;

import java.time.Duration;

/** How long a run goes on when nobody reads it any more. */
public sealed interface Patience {

  /** The most patient of two callers of a run decides. */
  Patience or(Patience other);

  /** To its end. */
  record Unlimited() implements Patience {
    @Override
    public Patience or(Patience other) {
      return this;
    }
  }

  /** This long, so that a reader can come back; then it is cancelled. */
  record Grace(Duration time) implements Patience {
    public static final Grace NONE = new Grace(Duration.ZERO);

    @Override
    public Patience or(Patience other) {
      return switch (other) {
        case Unlimited unlimited -> unlimited;
        case Grace grace -> grace.time.compareTo(time) > 0 ? grace : this;
      };
    }
  }
}
