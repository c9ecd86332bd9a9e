package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where keys and tokens come from: the environment, or files that the configuration names. */
final class Secrets {

  private final Map<String, String> environment;

  Secrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The variable's value; a blank one is none. */
  Optional<String> find(String variable) {
    // A secret that comes from a file often ends in a line break.
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /**
   * The value of a variable that must be there.
   *
   * @param owner whose secret it is, and what it is, as the beginning of a sentence
   * @throws ConfigException if it is not
   */
  String ofVariable(String owner, String variable) {
    return find(variable)
        .orElseThrow(
            () ->
                new ConfigException(
                    owner
                        + " from the environment variable "
                        + variable
                        + ", which is not set; set it, or remove the entry."));
  }

  /**
   * What a file holds, without white space around it.
   *
   * @param owner whose secret it is, and what it is, as the beginning of a sentence
   * @throws ConfigException if it holds nothing, or can't be read
   */
  static String ofFile(String owner, Path file) {
    try {
      String secret = Files.readString(file).strip();
      if (!secret.isEmpty()) {
        return secret;
      }
    } catch (IOException e) {
      // Told below, like an empty file: the remedy is the same.
    }
    throw new ConfigException(
        owner + " from the file " + file + ", which can't be read or is empty.");
  }
}
