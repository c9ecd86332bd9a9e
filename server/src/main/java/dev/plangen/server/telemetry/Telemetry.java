package dev.plangen.server.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.prometheus.PrometheusHttpServer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.ExplicitBucketHistogramOptions;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Makes the OpenTelemetry SDK with the exporters that were asked for. */
public final class Telemetry {

  /** Of the library that makes the spans of RPCs. Its metrics repeat gRPC's own. */
  private static final String RPC_SPANS = "io.opentelemetry.grpc-1.6";

  private static final Resource RESOURCE =
      Resource.getDefault()
          .merge(
              Resource.create(
                  Attributes.of(
                      AttributeKey.stringKey("service.name"),
                      "plangen-server",
                      AttributeKey.stringKey("service.instance.id"),
                      UUID.randomUUID().toString())));

  private Telemetry() {}

  /**
   * Opens what was asked for.
   *
   * @return stays the caller's, to close, which exports what is left
   * @throws IllegalArgumentException if Prometheus's address can't be listened on, or a file can't
   *     be used, with a sentence that says so
   */
  public static OpenTelemetrySdk open(TelemetrySettings settings) {
    SdkTracerProviderBuilder tracers = tracers(settings.sampleRatio());
    SdkMeterProviderBuilder meters = meters();
    var resource = Attributes.builder();
    settings.resource().forEach(resource::put);
    tracers.addResource(Resource.create(resource.build()));
    meters.addResource(Resource.create(resource.build()));
    settings
        .otlp()
        .ifPresent(
            otlp -> {
              tracers.addSpanProcessor(BatchSpanProcessor.builder(spans(otlp)).build());
              meters.registerMetricReader(
                  PeriodicMetricReader.builder(metrics(otlp)).setInterval(otlp.interval()).build());
            });
    settings
        .prometheus()
        .ifPresent(
            address ->
                meters.registerMetricReader(
                    prometheus(address.getAddress().getHostAddress(), address.getPort())));
    return sdk(tracers, meters);
  }

  /** The SDK as the server wants it, over these. */
  public static OpenTelemetrySdk sdk(
      SdkTracerProviderBuilder tracers, SdkMeterProviderBuilder meters) {
    // Not baggage: what callers put there is no provider's business.
    return OpenTelemetrySdk.builder()
        .setTracerProvider(tracers.build())
        .setMeterProvider(meters.build())
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }

  /** Of spans; without exporters still. */
  public static SdkTracerProviderBuilder tracers(double sampleRatio) {
    return SdkTracerProvider.builder()
        .setResource(RESOURCE)
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampleRatio)));
  }

  /** Of metrics; without readers still. */
  public static SdkMeterProviderBuilder meters() {
    Aggregation durations =
        Aggregation.explicitBucketHistogram(
            ExplicitBucketHistogramOptions.builder()
                .setBucketBoundaries(Instruments.DURATIONS)
                .build());
    return SdkMeterProvider.builder()
        .setResource(RESOURCE)
        .registerView(
            InstrumentSelector.builder().setMeterName(RPC_SPANS).build(),
            View.builder().setAggregation(Aggregation.drop()).build())
        // gRPC's own end at 100 s, where many solves have hardly begun.
        .registerView(
            InstrumentSelector.builder().setName("grpc.*.duration").build(),
            View.builder().setAggregation(durations).build());
  }

  private static OtlpHttpSpanExporter spans(TelemetrySettings.Otlp otlp) {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(otlp.endpoint() + "/v1/traces")
            .setHeaders(otlp.headers());
    otlp.authorities().map(Telemetry::read).ifPresent(builder::setTrustedCertificates);
    return builder.build();
  }

  private static OtlpHttpMetricExporter metrics(TelemetrySettings.Otlp otlp) {
    OtlpHttpMetricExporterBuilder builder =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(otlp.endpoint() + "/v1/metrics")
            .setHeaders(otlp.headers());
    otlp.authorities().map(Telemetry::read).ifPresent(builder::setTrustedCertificates);
    return builder.build();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + file + " can't be read", e);
    }
  }

  private static PrometheusHttpServer prometheus(String host, int port) {
    try {
      return PrometheusHttpServer.builder()
          .setHost(host)
          .setPort(port)
          .setOtelScopeLabelsEnabled(false)
          .build();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(host + ":" + port + " can't be listened on", e);
    }
  }
}
