package dev.plangen.server.planning.prompt;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The prompts that requests may choose. Immutable, so thread-safe. */
public final class Profiles {

  /** None but the server's own. */
  public static final Profiles NONE = new Profiles(Map.of());

  private final Map<String, Prompts> byId;

  /**
   * @param byId none of them empty
   */
  public Profiles(Map<String, Profile> byId) {
    this.byId =
        byId.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> new Prompts(entry.getValue()),
                    (one, _) -> one,
                    TreeMap::new));
  }

  /** The prompts under this id; the server's own if it is empty. */
  public Optional<Prompts> find(String id) {
    return id.isEmpty() ? Optional.of(Prompts.DEFAULT) : Optional.ofNullable(byId.get(id));
  }

  /** In the order of the alphabet. */
  public Set<String> ids() {
    return byId.keySet();
  }
}
