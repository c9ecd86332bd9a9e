package dev.plangen.examples.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plangen.client.PlanGenClient;
import dev.plangen.testing.PlanGenTestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The page's server, in front of a scripted PlanGEN server, and an HTTP client. */
final class Page implements AutoCloseable {

  static final Duration BEAT = Duration.ofMillis(50);

  private final PlanGenClient client;
  private final WebServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Page(PlanGenClient client, WebServer server) {
    this.client = client;
    this.server = server;
  }

  static Page of(PlanGenTestServer plangen) throws IOException {
    PlanGenClient client = PlanGenClient.builder().channel(plangen.channel()).build();
    return new Page(client, WebServer.start(0, client, BEAT));
  }

  int port() {
    return server.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** Starts a run and returns its id. */
  String start(String problem) throws Exception {
    JsonObject request = new JsonObject();
    request.addProperty("problem", problem);
    return json(post("/runs", request.toString())).get("runId").getAsString();
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  /** Follows a run as a browser does: at first without an id, then with that of the last event. */
  EventReader follow(String runId, String lastEventId) throws Exception {
    HttpRequest.Builder request = request("/runs/" + runId + "/events");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new EventReader(http.send(request.build(), BodyHandlers.ofInputStream()));
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
    client.close();
  }
}
