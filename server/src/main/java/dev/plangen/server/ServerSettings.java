package dev.plangen.server;

import dev.plangen.server.rpc.RequestBounds;
import dev.plangen.server.run.Retention;
import dev.plangen.server.run.RunLimits;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What an operator decides about the server as a whole.
 *
 * @param openCalls how many RPCs may be open at once
 */
public record ServerSettings(
    RunLimits limits, Retention retention, RequestBounds bounds, int openCalls) {

  public static final ServerSettings DEFAULT =
      new ServerSettings(
          new RunLimits(2000, Duration.ofMinutes(15), OptionalLong.of(1000), OptionalLong.empty()),
          new Retention(1000, 256 << 20, Duration.ofHours(1)),
          new RequestBounds(64, 1000, OptionalLong.empty(), 128 << 10, 128 << 10),
          10_000);
}
