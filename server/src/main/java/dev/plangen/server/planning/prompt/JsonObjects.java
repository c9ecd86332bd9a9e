package dev.plangen.server.planning.prompt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON objects in an answer. Models that are asked for nothing but JSON write a fence around
 * it, or a sentence before it, all the same.
 */
final class JsonObjects {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A text full of braces would be read from each of them to its end. */
  private static final int MOST_BEGINNINGS = 100;

  private JsonObjects() {}

  /**
   * One of them.
   *
   * @param from where it begins in the text
   * @param to where it ends
   */
  record Found(JsonNode json, int from, int to) {}

  /** In the order of the text; those within others are not listed. */
  static List<JsonNode> in(String text) {
    return found(text).stream().map(Found::json).toList();
  }

  static List<Found> found(String text) {
    List<Found> objects = new ArrayList<>();
    int at = text.indexOf('{');
    for (int tried = 0; at >= 0 && tried < MOST_BEGINNINGS; tried++) {
      int next = at + 1;
      try (JsonParser parser = MAPPER.createParser(text.substring(at))) {
        JsonNode json = parser.readValueAsTree();
        next = at + (int) parser.currentLocation().getCharOffset();
        objects.add(new Found(json, at, next));
      } catch (JsonProcessingException notThere) {
        // What begins here is text.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      at = text.indexOf('{', next);
    }
    return objects;
  }
}
