package dev.plangen.server;

import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.llm.Models;
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

  /**
   * Of the runs of a server.
   *
   * @param models what is served now
   */
  default RunObserver observer(Supplier<Models> models) {
    return _ -> RunWatch.NONE;
  }

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

  /** Sends what is left. Takes no longer than some seconds. */
  @Override
  default void close() {}
}
