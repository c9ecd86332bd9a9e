package dev.plangen.server.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses what is out of bounds, naming the file, the key and the remedy.
 *
 * @param file as the operator named it
 */
record Bounds(String file) {

  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,256}");

  /**
   * A name that callers and requests can have.
   *
   * @param use what it is for
   */
  void id(String key, String id, String use) {
    require(
        ID.matcher(id).matches(), key, "must be 1 to 256 visible ASCII characters: it is " + use);
  }

  void require(boolean holds, String key, String remedy) {
    if (!holds) {
      throw wrong(key, remedy);
    }
  }

  void oneOf(String key, List<String> values, List<String> known) {
    require(known.containsAll(values), key, "must be of " + String.join(", ", known));
  }

  void range(String key, Optional<? extends Number> value, double least, double most) {
    // Written so that NaN is refused too.
    require(
        value.map(Number::doubleValue).stream().allMatch(n -> n >= least && n <= most),
        key,
        "must be " + plain(least) + " to " + plain(most));
  }

  private static String plain(double bound) {
    return Long.toString((long) bound);
  }

  ConfigException wrong(String key, String remedy) {
    return new ConfigException(file + ": " + key + " " + remedy + ".");
  }
}
