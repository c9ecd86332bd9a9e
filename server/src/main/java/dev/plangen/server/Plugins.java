package dev.plangen.server;

import dev.plangen.server.plugin.Connection;
import dev.plangen.server.verify.Verifiers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the operator has plugged in: the verifiers that requests may name, and the connections to
 * the services behind them and behind remote models.
 */
public final class Plugins implements AutoCloseable {

  private final Verifiers verifiers;
  private final List<Connection> connections;

  Plugins(Verifiers verifiers, List<Connection> connections) {
    this.verifiers = verifiers;
    this.connections = List.copyOf(connections);
  }

  /** Nothing: the server's own verifiers alone. */
  public static Plugins none() {
    return new Plugins(Verifiers.with(Map.of()), List.of());
  }

  /** The server's own verifiers, and those that are plugged in. */
  public Verifiers verifiers() {
    return verifiers;
  }

  /** Returns when it is known which services are up, or after {@code limit}. */
  void awaitFirstLook(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (Connection connection : connections) {
      connection.awaitFirstLook(Duration.ofNanos(end - System.nanoTime()));
    }
  }

  /** Closes the connections, and so ends whatever is still called over them. */
  @Override
  public void close() {
    connections.forEach(Connection::close);
  }
}
