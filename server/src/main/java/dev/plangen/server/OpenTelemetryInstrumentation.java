package dev.plangen.server;

import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.rpc.Refusals;
import dev.plangen.server.run.QuotaUse;
import dev.plangen.server.telemetry.ConnectionMeter;
import dev.plangen.server.telemetry.Contents;
import dev.plangen.server.telemetry.Gauges;
import dev.plangen.server.telemetry.QuotaGauges;
import dev.plangen.server.telemetry.Rejections;
import dev.plangen.server.telemetry.RunMetrics;
import dev.plangen.server.telemetry.RunObservers;
import dev.plangen.server.telemetry.RunTraces;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import io.opentelemetry.instrumentation.runtimetelemetry.RuntimeTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the server by means of OpenTelemetry. */
public final class OpenTelemetryInstrumentation implements Instrumentation {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.telemetry");

  /** Part of what {@code docs/configuration.md} says that the end takes. */
  private static final Duration LAST_EXPORT = Duration.ofSeconds(3);

  private static final String SCOPE = "dev.plangen.server";

  private final OpenTelemetrySdk sdk;
  private final Contents contents;
  private final Meter meter;
  private final GrpcOpenTelemetry rpcMetrics;
  private final GrpcTelemetry rpcSpans;
  private final RuntimeTelemetry runtime;

  /**
   * @param sdk is closed with this
   * @param contents whether prompts and answers are part of the spans
   */
  public OpenTelemetryInstrumentation(OpenTelemetrySdk sdk, Contents contents) {
    this.sdk = sdk;
    this.contents = contents;
    this.meter = sdk.getMeter(SCOPE);
    this.rpcMetrics = GrpcOpenTelemetry.newBuilder().sdk(sdk).build();
    // An event for each message would be one for each token.
    this.rpcSpans = GrpcTelemetry.builder(sdk).setEmitMessageEvents(false).build();
    this.runtime = RuntimeTelemetry.create(sdk);
  }

  @Override
  public RunObserver observer() {
    return new RunObservers(new RunTraces(sdk.getTracer(SCOPE), contents), new RunMetrics(meter));
  }

  @Override
  public void trace(ServerBuilder<?> server) {
    server.intercept(OwnServices.onServer(rpcSpans.createServerInterceptor()));
  }

  @Override
  public void watch(ServerBuilder<?> server) {
    rpcMetrics.configureServerBuilder(server);
    server.intercept(new Refusals(new Rejections(meter)));
  }

  @Override
  public void watch(ManagedChannelBuilder<?> channel) {
    rpcMetrics.configureChannelBuilder(channel);
    channel.intercept(OwnServices.onClient(rpcSpans.createClientInterceptor()));
  }

  @Override
  public Map<String, String> outgoing() {
    Map<String, String> headers = new HashMap<>();
    sdk.getPropagators()
        .getTextMapPropagator()
        .inject(Context.current(), headers, (to, name, value) -> headers.put(name, value));
    return headers;
  }

  @Override
  public void watch(Supplier<Gauges.Level> level, Supplier<List<Gauges.Queue>> queues) {
    Gauges.register(meter, level, queues);
  }

  @Override
  public void watch(ConnectionGate connections) {
    ConnectionMeter.register(
        meter, connections::openConnections, connections.limit(), connections::refused);
  }

  @Override
  public void watchQuotas(Supplier<QuotaUse> quotas) {
    QuotaGauges.register(meter, () -> QuotaLevels.of(quotas.get()));
  }

  /** On a thread of its own: the exporters wait, and try again, for as long as they like. */
  @Override
  public void close() {
    runtime.close();
    Thread sending = Thread.ofVirtual().name("last-telemetry").start(sdk::close);
    try {
      if (!sending.join(LAST_EXPORT)) {
        LOG.warn("not all that was left of spans and metrics could be sent");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
