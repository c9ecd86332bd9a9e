package dev.plangen.examples.web;

import static dev.plangen.testing.SolveScript.solve;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.plangen.testing.Failure;
import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.v1.ListAlgorithmsResponse;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RequestsTest {

  private PlanGenTestServer plangen;
  private Page page;

  @BeforeEach
  void start() throws Exception {
    plangen = PlanGenTestServer.inProcess();
    page = Page.of(plangen);
  }

  @AfterEach
  void stop() {
    page.close();
    plangen.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/runs/any, text/html",
    "/style.css, text/css",
    "/start.js, text/javascript",
    "/icon.svg, image/svg+xml",
    "/runs, application/json"
  })
  void everyAnswerKeepsOtherSitesOut(String path, String type) throws Exception {
    HttpResponse<String> answer = page.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).startsWith(type);
    assertThat(header(answer, "Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(answer, "Cache-Control")).isIn("no-cache", "no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing.js",
        "/../PageHandler.class",
        "/..%2fPageHandler.class",
        "/page/style.css",
        "/runs/any/other",
        "/runs/any/events/x",
        "/runs/"
      })
  void whatIsNotThereIsNotFound(String path) throws Exception {
    int status = page.get(path).statusCode();
    // "/runs/" is the page of a run without a name, whose events say that there is none.
    assertThat(status).isEqualTo(path.equals("/runs/") ? 200 : 404);
  }

  @Test
  void aProblemIsStartedWithAllThatWasAskedFor() throws Exception {
    plangen.solves(solve().candidate("9:00", 100).select());
    HttpResponse<String> answer =
        page.post(
            "/runs",
            """
            {"problem": "Find an hour\\nfor Zoë.", "algorithm": {"tree_of_thought": {"branching": 2}},
             "verifiers": ["calendar", "llm"], "requestId": "one"}
            """);
    assertThat(answer.statusCode()).isEqualTo(201);
    String runId = Page.json(answer).get("runId").getAsString();
    assertThat(header(answer, "Location")).isEqualTo("/runs/" + runId);
    SolveRequest request = plangen.requests().getFirst();
    assertThat(request.getAlgorithm().getTreeOfThought().getBranching()).isEqualTo(2);
    assertThat(request.getVerifiersList()).containsExactly("calendar", "llm");
    assertThat(request.getRequestId()).isEqualTo("one");
    JsonObject listed =
        Page.json(page.get("/runs")).getAsJsonArray("runs").get(0).getAsJsonObject();
    assertThat(listed.get("problem").getAsString()).isEqualTo("Find an hour\nfor Zoë.");
  }

  @Test
  void wrongFieldsAreNamedAsThePageKnowsThem() throws Exception {
    HttpResponse<String> answer =
        page.post("/runs", "{\"problem\": \" \", \"verificationThreshold\": 101}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Page.json(answer).getAsJsonArray("fields").toString())
        .contains("{\"field\":\"problem\"", "{\"field\":\"verification_threshold\"")
        .doesNotContain("request.");
  }

  @Test
  void aServerThatIsFullSaysWhenToComeBack() throws Exception {
    for (int i = 0; i < 6; i++) {
      plangen.refuses(
          RunServiceGrpc.getListRunsMethod(), Failure.overloaded(Duration.ofMillis(20)));
    }
    HttpResponse<String> answer = page.get("/runs");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(header(answer, "Retry-After")).isEqualTo("1");
    assertThat(Page.json(answer).get("message").getAsString())
        .startsWith("The server is at its limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"probl\": 1}", "{\"problem\": {}}", "problem=x"})
  void aBodyThatIsNoSolveRequestIsRefused(String body) throws Exception {
    HttpResponse<String> answer = page.post("/runs", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Page.json(answer).get("message").getAsString()).isNotBlank();
    assertThat(plangen.requests().stream().filter(r -> !r.getProblem().isBlank())).isEmpty();
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    HttpResponse<String> answer =
        page.post("/runs", "{\"problem\": \"%s\"}".formatted("x".repeat(600_000)));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(plangen.requests()).isEmpty();
  }

  @Test
  void anotherSiteStartsNothing() throws Exception {
    String problem = "{\"problem\": \"Find an hour.\"}";
    String[][] headers = {
      {"Content-Type", "application/json", "Origin", "http://elsewhere.example"},
      {"Content-Type", "application/json", "Origin", "null"},
      {"Content-Type", "application/json", "Sec-Fetch-Site", "cross-site"},
      {"Content-Type", "application/json", "Sec-Fetch-Site", "same-site"},
      {"Content-Type", "text/plain"},
      {"Content-Type", "application/x-www-form-urlencoded"},
    };
    for (String[] of : headers) {
      HttpResponse<String> answer =
          page.send(page.request("/runs").headers(of).POST(BodyPublishers.ofString(problem)));
      assertThat(answer.statusCode()).as("%s", (Object) of).isIn(403, 415);
    }
    assertThat(plangen.requests()).isEmpty();
  }

  @Test
  void thePageItselfStartsRuns() throws Exception {
    plangen.solves(solve().candidate("9:00", 100).select());
    HttpResponse<String> answer =
        page.send(
            page.request("/runs")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Origin", "http://127.0.0.1:" + page.port())
                .POST(BodyPublishers.ofString("{\"problem\": \"Find an hour.\"}")));
    assertThat(answer.statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "elsewhere.example, 421",
    "127.0.0.1.elsewhere.example, 421",
    "127.0.0.1:1234, 200",
    "localhost:8080, 200",
    "[::1]:8080, 200"
  })
  void onlyItsOwnNamesAreAnswered(String host, int status) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /runs HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void aWrongPlaceToResumeFromIsRefused() throws Exception {
    for (String id : new String[] {"-1", "x", "1.5"}) {
      HttpResponse<String> answer =
          page.send(page.request("/runs/any/events").header("Last-Event-ID", id));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Page.json(answer).get("message").getAsString()).contains("Last-Event-ID");
    }
  }

  @Test
  void cancellingARunThatIsNotThereSaysSo() throws Exception {
    HttpResponse<String> answer = page.post("/runs/none/cancel", "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Page.json(answer).get("message").getAsString()).startsWith("There is no such run");
  }

  @Test
  void whatThereIsToChooseFromComesInOneAnswer() throws Exception {
    plangen.answers(
        PlanGenServiceGrpc.getListModelsMethod(),
        ListModelsResponse.newBuilder().setDefaultModel("a/b").build());
    plangen.answers(
        PlanGenServiceGrpc.getListAlgorithmsMethod(),
        ListAlgorithmsResponse.newBuilder().setDefaultAlgorithm("rebase").build());
    JsonObject catalogue = Page.json(page.get("/catalogue"));
    assertThat(catalogue.get("defaultModel").getAsString()).isEqualTo("a/b");
    assertThat(catalogue.get("defaultAlgorithm").getAsString()).isEqualTo("rebase");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
