package dev.plangen.examples.web;

import com.google.gson.JsonObject;
import dev.plangen.examples.web.EventReader.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a reader makes of the text deltas that it is sent, by step, candidate and verifier. */
final class Texts {

  private Texts() {}

  static Map<String, String> of(List<Event> events) {
    Map<String, String> texts = new TreeMap<>();
    for (Event event : events) {
      delta(event.data())
          .ifPresent(
              delta -> {
                String name =
                    event.data().get("step").getAsString()
                        + field(delta, "candidateId")
                        + field(delta, "verifier");
                int offset = delta.has("offset") ? delta.get("offset").getAsInt() : 0;
                byte[] before = texts.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8);
                if (offset > before.length) {
                  throw new AssertionError("a gap before " + delta + " in " + texts.get(name));
                }
                String kept = new String(before, 0, offset, StandardCharsets.UTF_8);
                texts.put(name, kept + field(delta, "text"));
              });
    }
    return texts;
  }

  private static Optional<JsonObject> delta(JsonObject update) {
    return Optional.ofNullable(update.getAsJsonObject("progress"))
        .flatMap(progress -> Optional.ofNullable(progress.getAsJsonObject("textDelta")));
  }

  private static String field(JsonObject delta, String name) {
    return delta.has(name) ? delta.get(name).getAsString() : "";
  }
}
