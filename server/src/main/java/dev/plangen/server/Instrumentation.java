package dev.plangen.server;

import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.run.QuotaUse;
import dev.plangen.server.telemetry.Gauges;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What watches the parts of the server. Thread-safe. */
public interface Instrumentation extends AutoCloseable {

  /** Nothing does. */
  Instrumentation NONE = new Instrumentation() {};

  /** Of the runs of a server. */
  default RunObserver observer() {
    return (_, _) -> RunWatch.NONE;
  }

  /**
   * Follows the calls to a server that is to be built; added before what asks who calls, and so
   * asked after it: who is refused there writes into nobody's traces.
   */
  default void trace(ServerBuilder<?> server) {}

  /** Watches the calls to a server that is to be built; added last, so that it sees all of them. */
  default void watch(ServerBuilder<?> server) {}

  /** Watches the calls to a service, and passes the trace on to it. */
  default void watch(ManagedChannelBuilder<?> channel) {}

  /** The headers that pass the trace on which this thread works for. */
  default Map<String, String> outgoing() {
    return Map.of();
  }

  /** What the server holds; asked when it is wanted. */
  default void watch(Supplier<Gauges.Level> level, Supplier<List<Gauges.Queue>> queues) {}

  /** The connections of a server; asked when it is wanted. */
  default void watch(ConnectionGate connections) {}

  /** What tenants use of their quotas; asked when it is wanted. */
  default void watchQuotas(Supplier<QuotaUse> quotas) {}

  /** Sends what is left, of which it drops what takes longer than 3 seconds. */
  @Override
  default void close() {}
}
