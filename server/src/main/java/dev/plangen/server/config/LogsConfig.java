package dev.plangen.server.config;

import java.util.Optional;

/**
 * How log lines look, and which are written.
 *
 * @param format {@code text} or {@code json}; text by default
 * @param level of the server's own lines: {@code error}, {@code warn}, {@code info} or {@code
 *     debug}; info by default
 */
public record LogsConfig(Optional<String> format, Optional<String> level) {

  public static final String DEFAULT_LEVEL = "info";

  public static final LogsConfig DEFAULT = new LogsConfig(Optional.empty(), Optional.empty());

  public boolean isJson() {
    return format.filter("json"::equals).isPresent();
  }
}
