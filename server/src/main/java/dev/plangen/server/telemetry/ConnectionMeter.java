package dev.plangen.server.telemetry;

import io.opentelemetry.api.metrics.Meter;
import java.util.function.LongSupplier;

/** What is seen of connections, most of which never come to a call. */
public final class ConnectionMeter {

  private ConnectionMeter() {}

  /**
   * From here on these are asked, on the threads that collect.
   *
   * @param open now
   * @param refused since the start
   */
  public static void register(Meter meter, LongSupplier open, long limit, LongSupplier refused) {
    var _ =
        meter
            .gaugeBuilder("plangen.connections.open")
            .ofLongs()
            .setUnit("{connection}")
            .setDescription("Connections that have been let in and are not closed.")
            .buildWithCallback(to -> to.record(open.getAsLong()));
    var _ =
        meter
            .gaugeBuilder("plangen.connections.limit")
            .ofLongs()
            .setUnit("{connection}")
            .setDescription("The most that may be: server.max_connections.")
            .buildWithCallback(to -> to.record(limit));
    var _ =
        meter
            .counterBuilder("plangen.connections.refused")
            .setUnit("{connection}")
            .setDescription("Connections that were closed at once, being too many.")
            .buildWithCallback(to -> to.record(refused.getAsLong()));
  }
}
