package dev.plangen.examples.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads server-sent events, beats left out. Closing it breaks the connection. */
final class EventReader implements AutoCloseable {

  /**
   * @param id that of the last event that had one, as in a browser
   */
  record Event(String id, String name, JsonObject data) {

    /** Whether it is in the run's log, unlike a text delta. */
    boolean isLogged() {
      return name.equals("update") && !data.toString().contains("\"textDelta\":");
    }
  }

  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;
  private String lastId = "";

  EventReader(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  /** Empty at the end of the stream. */
  Optional<Event> next() throws IOException {
    while (true) {
      Optional<Event> event = nextOrBeat();
      if (event.isEmpty() || !event.get().name().equals("beat")) {
        return event;
      }
    }
  }

  Optional<Event> nextOrBeat() throws IOException {
    String name = "";
    String data = "";
    String line = lines.readLine();
    while (line != null) {
      if (line.isEmpty() && !data.isEmpty()) {
        return Optional.of(new Event(lastId, name, JsonParser.parseString(data).getAsJsonObject()));
      }
      int colon = line.indexOf(": ");
      String value = colon < 0 ? "" : line.substring(colon + 2);
      switch (colon < 0 ? "" : line.substring(0, colon)) {
        case "id" -> lastId = value;
        case "event" -> name = value;
        case "data" -> data = value;
        default -> {}
      }
      line = lines.readLine();
    }
    return Optional.empty();
  }

  List<Event> readAll() throws IOException {
    List<Event> events = new ArrayList<>();
    for (Optional<Event> event = next(); event.isPresent(); event = next()) {
      events.add(event.get());
    }
    return events;
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
