package dev.plangen.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plangen.server.OpenTelemetryInstrumentation;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.SolveRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent to a collector over its own protocol. */
@Timeout(60)
class ExportersTest {

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Metric> metrics = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final HttpServer collector = collector();

  /** A collector that speaks OTLP over HTTP. */
  private HttpServer collector() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/traces", this::traces);
      server.createContext("/v1/metrics", this::metrics);
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void traces(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .forEach(scope -> spans.addAll(scope.getSpansList()));
    accept(exchange);
  }

  private void metrics(HttpExchange exchange) throws IOException {
    ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody())
        .getResourceMetricsList()
        .stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .forEach(scope -> metrics.addAll(scope.getMetricsList()));
    accept(exchange);
  }

  private void accept(HttpExchange exchange) throws IOException {
    tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Token")));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @AfterEach
  void close() {
    collector.stop(0);
  }

  @Test
  void spansAndMetricsReachACollectorAtTheLatestWhenTheServerEnds() {
    var instrumentation =
        new OpenTelemetryInstrumentation(Telemetry.open(settings(1)), Contents.HIDDEN);
    try (TestServer server =
        TestServer.inProcess(
            TestServer.offers(new ScriptedModel(new KeyedScript()).served()),
            ServerSettings.DEFAULT,
            instrumentation)) {
      server.solve(SolveRequest.newBuilder().setProblem("A giraffe.").build()).completed();
    }
    instrumentation.close();

    assertThat(spans)
        .extracting(Span::getName)
        .contains("plangen.v1.PlanGenService/Solve", "run solve", "chat test/scripted");
    assertThat(metrics)
        .extracting(Metric::getName)
        .contains("plangen.runs.ended", "gen_ai.client.token.usage", "grpc.server.call.duration");
    assertThat(spans.toString() + metrics).doesNotContain("giraffe");
    assertThat(tokens).isNotEmpty().containsOnly("secret");
  }

  @Test
  void whatIsNotSampledIsNotSent() {
    var instrumentation =
        new OpenTelemetryInstrumentation(Telemetry.open(settings(0)), Contents.HIDDEN);
    try (TestServer server =
        TestServer.inProcess(
            TestServer.offers(new ScriptedModel(new KeyedScript()).served()),
            ServerSettings.DEFAULT,
            instrumentation)) {
      server.solve(SolveRequest.newBuilder().setProblem("A giraffe.").build()).completed();
    }
    instrumentation.close();

    assertThat(spans).isEmpty();
    assertThat(metrics).isNotEmpty();
  }

  @Test
  void aCollectorThatIsDownHoldsNobodyUp() {
    collector.stop(0);
    var instrumentation =
        new OpenTelemetryInstrumentation(Telemetry.open(settings(1)), Contents.HIDDEN);
    try (TestServer server =
        TestServer.inProcess(
            TestServer.offers(new ScriptedModel(new KeyedScript()).served()),
            ServerSettings.DEFAULT,
            instrumentation)) {
      assertThat(
              server.solve(SolveRequest.newBuilder().setProblem("A giraffe.").build()).completed())
          .hasSize(1);
    }
    instrumentation.close();
  }

  @Test
  void aCollectorThatNeverAnswersHoldsTheEndUpForSomeSeconds() throws IOException {
    // The connection is made by the kernel; nobody reads from it.
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var instrumentation =
          new OpenTelemetryInstrumentation(
              Telemetry.open(settings(silent.getLocalPort(), 1)), Contents.HIDDEN);
      try (TestServer server =
          TestServer.inProcess(
              TestServer.offers(new ScriptedModel(new KeyedScript()).served()),
              ServerSettings.DEFAULT,
              instrumentation)) {
        server.solve(SolveRequest.newBuilder().setProblem("A giraffe.").build()).completed();
      }
      long begin = System.nanoTime();
      instrumentation.close();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aPortInUseIsToldAsOne() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = (InetSocketAddress) taken.getLocalSocketAddress();
      var settings =
          new TelemetrySettings(
              Optional.empty(), Optional.of(address), 1, Contents.HIDDEN, Map.of());

      assertThatThrownBy(() -> Telemetry.open(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("127.0.0.1:" + address.getPort());
    }
  }

  private TelemetrySettings settings(double sampleRatio) {
    return settings(collector.getAddress().getPort(), sampleRatio);
  }

  private static TelemetrySettings settings(int port, double sampleRatio) {
    return new TelemetrySettings(
        Optional.of(
            new TelemetrySettings.Otlp(
                "http://127.0.0.1:" + port,
                () -> Map.of("X-Token", "secret"),
                Duration.ofMinutes(1),
                Optional.empty())),
        Optional.empty(),
        sampleRatio,
        Contents.HIDDEN,
        Map.of());
  }
}
