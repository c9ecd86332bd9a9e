package dev.plangen.server;

import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.llm.Models;
import dev.plangen.server.rpc.Refusals;
import dev.plangen.server.run.QuotaUse;
import dev.plangen.server.telemetry.ConnectionMeter;
import dev.plangen.server.telemetry.Contents;
import dev.plangen.server.telemetry.Gauges;
import dev.plangen.server.telemetry.ModelLabel;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Watches the server by means of OpenTelemetry. */
public final class OpenTelemetryInstrumentation implements Instrumentation {

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
  public RunObserver observer(Supplier<Models> models) {
    Function<String, ModelLabel> labels =
        id ->
            models
                .get()
                .kind(id)
                .map(kind -> ModelLabel.of(kind.id(), kind.provider()))
                .orElseGet(() -> new ModelLabel("unknown", "unknown"));
    return new RunObservers(
        new RunTraces(sdk.getTracer(SCOPE), labels, contents), new RunMetrics(meter, labels));
  }

  @Override
  public void watch(ServerBuilder<?> server) {
    rpcMetrics.configureServerBuilder(server);
    server
        .intercept(new Refusals(new Rejections(meter)))
        .intercept(OwnServices.onServer(rpcSpans.createServerInterceptor()));
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

  @Override
  public void close() {
    runtime.close();
    sdk.close();
  }
}
