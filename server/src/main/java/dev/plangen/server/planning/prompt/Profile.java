package dev.plangen.server.planning.prompt;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** How models are asked in one domain: the words of every task. Immutable, so thread-safe. */
public final class Profile {

  /** The server's own words. */
  public static final Profile DEFAULT = new Profile(Map.of());

  private final Map<PromptTask, Wording> wordings = new EnumMap<>(PromptTask.class);

  /**
   * @param own the words that are not the usual ones
   */
  Profile(Map<PromptTask, Wording> own) {
    Arrays.stream(PromptTask.values()).forEach(task -> wordings.put(task, Wording.usual(task)));
    wordings.putAll(own);
  }

  String ask(PromptTask task, Map<String, String> material) {
    return Objects.requireNonNull(wordings.get(task)).render(material);
  }
}
