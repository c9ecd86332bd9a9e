package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.plugin.Remote;
import dev.plangen.server.run.Offers;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.VerifyResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Prometheus gets of a server that has solved, failed, refused and asked a plug-in, and that
 * the dashboard and the page of metrics speak of just that.
 */
@Timeout(120)
class ScrapeTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Path DASHBOARD = Path.of("../docs/grafana/plangen.json");
  private static final Path PAGE = Path.of("../docs", "metrics.md");

  /** A name in PromQL that is followed by no parenthesis and is no label's: a metric. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:plangen|gen_ai|grpc|jvm)_[a-z0-9_]+");

  private static final Pattern LABELS =
      Pattern.compile("\\{[^}]*}|\\b(?:by|on|ignoring)\\s*\\([^)]*\\)");
  private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*}");
  private static final Pattern COMPARED = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern SERIES = Pattern.compile("_(?:bucket|count|sum)$");

  /** What is called like a metric or a label, but for a package and a file. */
  private static final Pattern OURS =
      Pattern.compile("\\bplangen_(?!client\\b|service\\.?proto\\b)[a-z0-9_]*[a-z0-9]\\b");

  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  /**
   * A metric as it was scraped.
   *
   * @param type as Prometheus calls it
   */
  private record Scraped(String type, Set<String> labels) {}

  @TempDir private static Path directory = Path.of("unset");
  private static String scrape = "";

  @BeforeAll
  static void serveAndScrape() throws Exception {
    int port = freePort();
    try (var endpoint =
            OpenAiEndpoint.start(
                call ->
                    call.number() == 1
                        ? Reply.status(503)
                        : ChatAnswer.text("It is short, and long enough for some pieces."));
        var remote =
            Remote.onSocket(
                Remote.verifier(
                    (_, out) -> {
                      out.onNext(
                          VerifyResponse.newBuilder()
                              .setScore(100)
                              .setOutcome(Outcome.OUTCOME_PASSED)
                              .build());
                      out.onCompleted();
                    }))) {
      Path file =
          Files.writeString(
              directory.resolve("plangen.yaml"),
              """
              models:
                - { id: offline/planner, provider: offline, noise: 0 }
                - id: a
                  provider: vllm
                  model: m
                  base_url: "%s"
                  prices: { input: 1, output: 2 }
              verifiers: [{ id: house/rules, provider: remote, target: "127.0.0.1:%d" }]
              telemetry: { prometheus: { port: %d } }
              quotas:
                tenants:
                  - { id: acme, max_live_runs: 5, max_runs_per_minute: 60, max_tokens_per_day: 900 }
              """
                  .formatted(endpoint.baseUrl(), remote.port(), port));
      ServerConfig config = ConfigReader.read(file);
      var secrets =
          new Secrets(Map.of("OTEL_RESOURCE_ATTRIBUTES", "k8s.pod.name=plangen-0, zone=a%20b"));
      Instrumentation instrumentation =
          new TelemetryWiring(secrets).instrumentation(config.telemetry());
      try (TestServer server =
          TestServer.onSocket(
              new Offers(new OfferWiring(secrets, instrumentation).configured(file, config)),
              ServerSettings.of(
                  config.limits(), config.retention(), QuotaWiring.configured(config.quotas())),
              instrumentation)) {
        server.solveStream(solve().addVerifiers("house/rules").build()).completed();
        server
            .solveStream(solve().setBudget(Budget.newBuilder().setMaxModelCalls(3)).build())
            .completed();
        server
            .generateStream(GenerateRequest.newBuilder().setModel("a").setPrompt("Say it.").build())
            .completed();
        server.solve(SolveRequest.getDefaultInstance()).failed();
        server.awaitNoLiveRuns(LIMIT);
        server.awaitNoOpenCalls(LIMIT);
        System.gc();
        scrape = get(port);
      }
      instrumentation.close();
    }
  }

  private static SolveRequest.Builder solve() {
    return SolveRequest.newBuilder()
        .setProblem(Problems.MEETING)
        .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(3)));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String get(int port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  /** By name, without what is about the exporter itself. */
  private static Map<String, Scraped> scraped() {
    Map<String, Scraped> found = new TreeMap<>();
    Matcher types = TYPE.matcher(scrape);
    while (types.find()) {
      String name = types.group(1);
      if (METRIC.matcher(name).matches()) {
        found.put(name, new Scraped(types.group(2), labels(name)));
      }
    }
    return found;
  }

  private static Set<String> labels(String metric) {
    Set<String> labels = new TreeSet<>();
    scrape
        .lines()
        .filter(
            line ->
                SERIES.matcher(line.replaceFirst("[{ ].*", "")).replaceFirst("").equals(metric)
                    || line.replaceFirst("[{ ].*", "").equals(metric))
        .map(LABEL::matcher)
        .forEach(
            label -> {
              while (label.find()) {
                labels.add(label.group(1));
              }
            });
    labels.remove("le");
    return labels;
  }

  @Test
  void everyMetricOfTheDashboardIsOneOfTheServers() throws IOException {
    assertThat(inDashboard()).isNotEmpty().isSubsetOf(scraped().keySet());
  }

  @Test
  void everyMetricOfTheServersOwnIsInTheDashboard() throws IOException {
    Set<String> shown = inDashboard();

    assertThat(scraped().keySet().stream().filter(name -> name.startsWith("plangen_")))
        .allSatisfy(name -> assertThat(shown).contains(name));
  }

  @Test
  void everyLabelOfTheDashboardIsOneOfItsMetrics() throws IOException {
    for (String expr : expressions()) {
      Set<String> known = new TreeSet<>(Set.of("instance", "le"));
      metrics(expr)
          .forEach(metric -> known.addAll(Objects.requireNonNull(scraped().get(metric)).labels()));

      assertThat(labelsIn(expr)).as(expr).isSubsetOf(known);
    }
  }

  @Test
  void aPanelThatSpeaksOfSolvesCountsNoOtherJobs() throws IOException {
    int panels = 0;
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels")) {
      if (panel.path("title").asText().contains("solve")) {
        panels++;
        assertThat(panel.findValuesAsText("expr"))
            .isNotEmpty()
            .allSatisfy(
                expr ->
                    assertThat(SELECTOR.matcher(expr).results().map(found -> found.group()))
                        .isNotEmpty()
                        .allMatch(selector -> selector.contains("plangen_job=\"solve\"")));
      }
    }
    assertThat(panels).isPositive();
  }

  /** In selectors, and in what is grouped by. */
  private static Set<String> labelsIn(String expr) {
    return Stream.of(COMPARED.matcher(expr), GROUPED.matcher(expr))
        .flatMap(Matcher::results)
        .flatMap(found -> Stream.of(found.group(1).split("\\s*,\\s*")))
        .filter(label -> !label.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyPanelOfTheDashboardHasATitleAndAUnit() throws IOException {
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels")) {
      assertThat(panel.path("title").asText()).isNotBlank();
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.at("/fieldConfig/defaults/unit").asText())
            .as(panel.path("title").asText())
            .isNotBlank();
        assertThat(panel.path("targets")).isNotEmpty();
      }
    }
  }

  private static Set<String> inDashboard() throws IOException {
    return expressions().stream()
        .flatMap(expr -> metrics(expr).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> expressions() throws IOException {
    return new ObjectMapper().readTree(DASHBOARD.toFile()).findValuesAsText("expr");
  }

  private static Set<String> metrics(String expr) {
    return METRIC
        .matcher(LABELS.matcher(expr).replaceAll(""))
        .results()
        .map(found -> found.group())
        .map(
            series ->
                scraped().containsKey(series) ? series : SERIES.matcher(series).replaceFirst(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void thePageOfMetricsHasEachWithItsTypeAndLabels() throws IOException {
    Map<String, Scraped> described = new TreeMap<>();
    Files.readString(PAGE)
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> List.of(line.split("\\s*\\|\\s*", -1)))
        .forEach(
            cells ->
                described.put(
                    cells.get(1).replace("`", ""),
                    new Scraped(
                        cells.get(2),
                        Pattern.compile("`([a-z_]+)`")
                            .matcher(cells.get(4))
                            .results()
                            .map(label -> label.group(1))
                            .collect(Collectors.toCollection(TreeSet::new)))));

    assertThat(described).containsExactlyInAnyOrderEntriesOf(scraped());
  }

  @Test
  void theServerIsToldByItsVersionAndByWhatTheEnvironmentSaysOfIt() throws IOException {
    assertThat(scrape.lines().filter(line -> line.startsWith("target_info{")))
        .singleElement()
        .asString()
        .contains(
            "service_name=\"plangen-server\"",
            "service_version=\"" + Main.VERSION + "\"",
            "k8s_pod_name=\"plangen-0\"",
            "zone=\"a b\"");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + Main.VERSION + "</version>");
  }

  @Test
  void noLabelIsOneThatPrometheusAttachesToWhateverItScrapes() {
    assertThat(scraped().values())
        .allSatisfy(metric -> assertThat(metric.labels()).doesNotContain("job", "instance"));
  }

  @Test
  void everyPageSpeaksOfMetricsAndLabelsThatThereAre() throws IOException {
    Set<String> known = new TreeSet<>(scraped().keySet());
    scraped().values().forEach(metric -> known.addAll(metric.labels()));
    List<Path> pages;
    try (Stream<Path> files = Files.list(PAGE.getParent())) {
      pages = files.filter(file -> file.toString().endsWith(".md")).toList();
    }

    assertThat(pages).contains(PAGE);
    for (Path page : pages) {
      assertThat(OURS.matcher(Files.readString(page)).results().map(found -> found.group()))
          .as(page.toString())
          .allMatch(known::contains);
    }
  }

  @Test
  void theTenantsThatTheOperatorHasNamedHaveTheirQuotas() {
    assertThat(scrape)
        .containsPattern("plangen_quota_live_runs\\{[^}]*plangen_tenant=\"acme\"[^}]*} 0")
        .containsPattern(
            "plangen_quota_tokens_today_limit\\{[^}]*plangen_tenant=\"acme\"[^}]*} 900");
  }

  @Test
  void connectionsAreCountedBesideTheirLimit() {
    assertThat(scrape)
        .containsPattern("plangen_connections_open(\\{[^}]*})? 1\\b")
        .containsPattern("plangen_connections_limit(\\{[^}]*})? 10000\\b");
  }

  @Test
  void noLabelHoldsWhatACallerMayInvent() {
    assertThat(scrape).doesNotContain("run_id", "Ann", "house/rules", "anonymous");
  }
}
