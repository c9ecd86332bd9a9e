package dev.plangen.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tells in which keys two configurations differ. */
public final class ConfigChanges {

  /** What a server takes over while it runs. */
  private static final Set<String> RELOADED =
      Set.of("models", "default_model", "verifiers", "prompt_profiles");

  private ConfigChanges() {}

  /** The keys that differ and need a restart, as {@code limits.max_live_runs}. */
  public static List<String> needingRestart(ServerConfig before, ServerConfig after) {
    JsonNode old = EffectiveConfig.of(before);
    JsonNode now = EffectiveConfig.of(after);
    List<String> keys = new ArrayList<>();
    namesOf(old, now).stream()
        .filter(section -> !RELOADED.contains(section))
        .forEach(section -> collect(section, old.path(section), now.path(section), keys));
    return keys;
  }

  private static void collect(String key, JsonNode old, JsonNode now, List<String> keys) {
    if (old.isObject() || now.isObject()) {
      namesOf(old, now)
          .forEach(name -> collect(key + "." + name, old.path(name), now.path(name), keys));
    } else if (old.isArray() && now.isArray()) {
      for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
        collect(key + "[" + i + "]", old.path(i), now.path(i), keys);
      }
    } else if (!old.equals(now)) {
      keys.add(key);
    }
  }

  private static Set<String> namesOf(JsonNode old, JsonNode now) {
    Set<String> names = new TreeSet<>();
    old.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
