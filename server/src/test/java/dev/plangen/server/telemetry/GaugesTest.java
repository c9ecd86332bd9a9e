package dev.plangen.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GaugesTest {

  @Test
  void allValuesOfACollectionAreOfOneLook() {
    var looks = new AtomicInteger();
    var metrics = InMemoryMetricReader.create();
    try (var meters = SdkMeterProvider.builder().registerMetricReader(metrics).build()) {
      Gauges.register(
          meters.get("test"),
          () -> {
            looks.incrementAndGet();
            var use = new Gauges.Use(1, 2);
            return new Gauges.Level(use, use, use, use);
          },
          () -> {
            looks.incrementAndGet();
            return List.of(new Gauges.Queue("a", 1, 2, 3));
          });

      assertThat(metrics.collectAllMetrics()).isNotEmpty();
      assertThat(looks).hasValue(2);
    }
  }
}
