package dev.plangen.testing;

import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.SolveRequest;
import java.time.Duration;

/**
 * How long a run goes on when nobody reads it.
 *
 * @param endless whether for ever; the grace then means nothing
 */
record Patience(boolean endless, Duration grace) {

  static final Patience ENDLESS = new Patience(true, Duration.ZERO);

  static Patience of(SolveRequest request) {
    return request.getOnDisconnect() == OnDisconnect.ON_DISCONNECT_CONTINUE
        ? ENDLESS
        : new Patience(false, Statuses.duration(request.getDisconnectGrace()));
  }

  /** The longer of the two. */
  Patience or(Patience other) {
    return new Patience(
        endless || other.endless, grace.compareTo(other.grace) >= 0 ? grace : other.grace);
  }
}
