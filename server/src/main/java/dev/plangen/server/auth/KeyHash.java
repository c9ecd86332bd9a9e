package dev.plangen.server.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a key. Keys are long and random, so that there is nothing to be tried out, and a
 * slow hash would only slow the server.
 *
 * <p>Equality takes the same time wherever the difference is. A look-up in a hash table goes by the
 * hash of what came, which nobody can steer towards another.
 */
final class KeyHash {

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private final byte[] bytes;

  private KeyHash(byte[] bytes) {
    this.bytes = bytes;
  }

  static KeyHash of(String key) {
    try {
      return new KeyHash(
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Out of 64 hexadecimal digits; empty if it is anything else. */
  static Optional<KeyHash> parse(String hex) {
    return HEX.matcher(hex).matches()
        ? Optional.of(new KeyHash(HexFormat.of().parseHex(hex)))
        : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyHash hash && MessageDigest.isEqual(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }
}
