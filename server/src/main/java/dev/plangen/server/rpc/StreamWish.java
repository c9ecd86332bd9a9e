package dev.plangen.server.rpc;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.plangen.server.run.ReaderOptions;
import dev.plangen.v1.StreamOptions;
import java.util.OptionalLong;

/**
 * What {@link StreamOptions} ask for. Its interval means nothing before {@link #check} has passed.
 */
record StreamWish(ReaderOptions reader, OptionalLong heartbeatNanos) {

  private static final long LEAST_MILLIS = 100;
  private static final long MOST_MILLIS = 3_600_000;

  static StreamWish of(StreamOptions options) {
    return new StreamWish(
        new ReaderOptions(options.getCandidateEvents(), options.getTextDeltas()),
        options.hasHeartbeatInterval()
            ? OptionalLong.of(Durations.toNanos(options.getHeartbeatInterval()))
            : OptionalLong.empty());
  }

  static void check(Violations violations, StreamOptions options) {
    if (!options.hasHeartbeatInterval()) {
      return;
    }
    Duration interval = options.getHeartbeatInterval();
    if (!Durations.isValid(interval)
        || Durations.toMillis(interval) < LEAST_MILLIS
        || Durations.compare(interval, Durations.fromMillis(MOST_MILLIS)) > 0) {
      violations.add("stream_options.heartbeat_interval", "must be 0.1 s to 1 h");
    }
  }
}
