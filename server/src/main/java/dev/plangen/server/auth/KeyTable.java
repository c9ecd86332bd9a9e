package dev.plangen.server.auth;

import dev.plangen.server.domain.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Preshared keys and their tenants. As text, each line is a tenant and one of its keys, either as
 * {@code sha256:} with the 64 hexadecimal digits of its SHA-256, or as it is; empty lines, and
 * those that begin with {@code #}, are left out.
 */
public final class KeyTable {

  /** Of a key that is written as it is. Shorter ones could be found by trying. */
  private static final int LEAST_KEY_CHARACTERS = 16;

  private static final String HASHED = "sha256:";

  private final Map<KeyHash, Caller> callers;

  private KeyTable(Map<KeyHash, Caller> callers) {
    this.callers = Map.copyOf(callers);
  }

  /**
   * Reads a table. One that says that there are no keys, by a comment, is a table too; one that
   * says nothing is taken for half written.
   *
   * @throws IllegalArgumentException if it can't be used; the message names the line, and holds
   *     nothing of it
   */
  public static KeyTable parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty; write a line for each key");
    }
    Map<KeyHash, Caller> callers = new HashMap<>();
    List<String> lines = text.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(callers, line, "line " + (i + 1));
      }
    }
    return new KeyTable(callers);
  }

  private static void add(Map<KeyHash, Caller> callers, String line, String where) {
    String[] words = line.split("\\s+", -1);
    if (words.length != 2) {
      throw new IllegalArgumentException(
          where + " must be a tenant, a blank, and sha256: with the hash of a key, or the key");
    }
    Caller caller =
        Tenants.caller(words[0])
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        where + " must begin with a tenant: " + Tenants.RULE));
    Caller other =
        callers.putIfAbsent(
            hash(words[1])
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            where
                                + " must have 64 hexadecimal digits after sha256:, or a key of "
                                + LEAST_KEY_CHARACTERS
                                + " or more characters")),
            caller);
    if (other != null && !other.equals(caller)) {
      throw new IllegalArgumentException(
          where + " has a key that is another tenant's too; give each its own");
    }
  }

  private static Optional<KeyHash> hash(String word) {
    return word.startsWith(HASHED)
        ? KeyHash.parse(word.substring(HASHED.length()))
        : Optional.of(word).filter(key -> key.length() >= LEAST_KEY_CHARACTERS).map(KeyHash::of);
  }

  Optional<Caller> caller(String key) {
    return Optional.ofNullable(callers.get(KeyHash.of(key)));
  }
}
