package dev.plangen.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A request that came to an {@link OpenAiEndpoint}. Thread-safe. */
public final class ChatCall {

  private final int number;
  private final int connection;
  private final String path;
  private final Map<String, String> headers;
  private final String rawBody;
  private final JsonNode body;
  private final CompletableFuture<Long> gone = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  ChatCall(int number, int connection, String path, Map<String, String> headers, String rawBody) {
    this.number = number;
    this.connection = connection;
    this.path = path;
    this.headers = headers;
    this.rawBody = rawBody;
    this.body = Json.parse(rawBody);
  }

  /** In order of arrival, from 1. */
  public int number() {
    return number;
  }

  /** The connection that it came by, from 1. */
  public int connection() {
    return connection;
  }

  public String path() {
    return path;
  }

  /** Empty if there is no such header. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** As it came. */
  public String rawBody() {
    return rawBody;
  }

  public JsonNode body() {
    return body;
  }

  /** The text of its messages of this role, one after the other. */
  public String text(String role) {
    StringBuilder text = new StringBuilder();
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").asText().equals(role)) {
        text.append(message.path("content").asText());
      }
    }
    return text.toString();
  }

  /**
   * Waits until the client has closed the connection before its answer was complete.
   *
   * @return when, by {@link System#nanoTime}
   */
  public long awaitClosedByClient(Duration limit) {
    return gone.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  CompletableFuture<Long> gone() {
    return gone;
  }

  CompletableFuture<Void> ended() {
    return ended;
  }
}
