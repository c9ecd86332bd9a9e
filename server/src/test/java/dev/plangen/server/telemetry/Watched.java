package dev.plangen.server.telemetry;

import dev.plangen.server.OpenTelemetryInstrumentation;
import dev.plangen.server.testing.Conditions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The server's own instrumentation, whose spans and metrics stay in memory. */
public final class Watched implements AutoCloseable {

  private static final AttributeKey<String> KEY = AttributeKey.stringKey("plangen.call.key");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final OpenTelemetryInstrumentation instrumentation;

  public Watched(Contents contents) {
    OpenTelemetrySdk sdk =
        Telemetry.sdk(
            Telemetry.tracers(1).addSpanProcessor(SimpleSpanProcessor.create(spans)),
            Telemetry.meters().registerMetricReader(metrics));
    instrumentation = new OpenTelemetryInstrumentation(sdk, contents);
  }

  public OpenTelemetryInstrumentation instrumentation() {
    return instrumentation;
  }

  /** All that have ended. */
  public List<SpanData> spans() {
    return spans.getFinishedSpanItems();
  }

  /** Waits for spans of this name to end. */
  public List<SpanData> await(String name, int count) {
    Conditions.await(() -> named(name).size() >= count);
    return named(name);
  }

  private List<SpanData> named(String name) {
    return spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  /**
   * The spans of a trace, each below its parent by two spaces, by name: with the key of the call
   * and the error, if there are.
   */
  public List<String> tree(String traceId) {
    Map<String, List<SpanData>> children =
        spans().stream()
            .filter(span -> span.getTraceId().equals(traceId))
            .collect(Collectors.groupingBy(this::parentThatIsHere));
    List<String> lines = new ArrayList<>();
    add(lines, "", children, "");
    return lines;
  }

  private String parentThatIsHere(SpanData span) {
    return spans().stream()
        .map(SpanData::getSpanId)
        .filter(span.getParentSpanId()::equals)
        .findFirst()
        .orElse("");
  }

  private static void add(
      List<String> lines, String parent, Map<String, List<SpanData>> children, String indent) {
    children.getOrDefault(parent, List.of()).stream()
        .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
        .sorted(Comparator.comparing(Watched::line))
        .forEach(
            span -> {
              lines.add(indent + line(span));
              add(lines, span.getSpanId(), children, indent + "  ");
            });
  }

  private static String line(SpanData span) {
    return span.getName()
        + Optional.ofNullable(span.getAttributes().get(KEY)).map(key -> " " + key).orElse("")
        + Optional.ofNullable(span.getAttributes().get(ERROR)).map(why -> " !" + why).orElse("");
  }

  /** Every attribute and event of every span, as text. */
  public String everything() {
    return spans().stream()
        .map(
            span ->
                span.getName()
                    + span.getAttributes()
                    + span.getEvents()
                    + span.getLinks()
                    + span.getStatus())
        .collect(Collectors.joining("\n"));
  }

  /** Names of all metrics that have a value. */
  public List<String> metricNames() {
    return metrics.collectAllMetrics().stream().map(MetricData::getName).sorted().toList();
  }

  /**
   * What a metric says: its points by their labels, such as {@code model=a outcome=COMPLETE}. Of
   * histograms the counts.
   */
  public Map<String, Number> points(String metric) {
    Map<String, Number> points = new TreeMap<>();
    metrics.collectAllMetrics().stream()
        .filter(data -> data.getName().equals(metric))
        .flatMap(data -> data.getData().getPoints().stream())
        .forEach(point -> points.put(labels(point), value(point)));
    return points;
  }

  /** The bounds of a histogram's buckets. */
  public List<Double> buckets(String metric) {
    return metrics.collectAllMetrics().stream()
        .filter(data -> data.getName().equals(metric))
        .flatMap(data -> data.getHistogramData().getPoints().stream())
        .findFirst()
        .orElseThrow()
        .getBoundaries();
  }

  private static String labels(PointData point) {
    return new TreeMap<>(
            point.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().getKey(), e -> e.getValue().toString())))
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(" "));
  }

  private static Number value(PointData point) {
    return switch (point) {
      case LongPointData count -> count.getValue();
      case HistogramPointData histogram -> histogram.getCount();
      case DoublePointData sum -> sum.getValue();
      default -> throw new AssertionError(Objects.toString(point));
    };
  }

  @Override
  public void close() {
    instrumentation.close();
  }
}
