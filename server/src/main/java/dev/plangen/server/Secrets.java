package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.files.Reread;
import dev.plangen.server.files.UnusableFileException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Where keys and tokens come from: the environment, or files that the configuration names. */
final class Secrets {

  /** As a header. */
  private static final Pattern SENDABLE = Pattern.compile("[\\x20-\\x7e]+");

  private final Map<String, String> environment;

  Secrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * The variable's value; a blank one is none.
   *
   * @throws ConfigException if it can't be sent; gRPC would log it instead
   */
  Optional<String> find(String variable) {
    // A secret that comes from a file often ends in a line break.
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .map(value -> sendable(variable, value));
  }

  private static String sendable(String variable, String value) {
    if (!SENDABLE.matcher(value).matches()) {
      throw new ConfigException(
          "The environment variable "
              + variable
              + " must hold one line of ASCII, as a header can.");
    }
    return value;
  }

  /**
   * The value of a variable that must be there.
   *
   * @param owner whose secret it is, and what it is, as the beginning of a sentence
   * @throws ConfigException if it is not, or can't be sent
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
   * What a file holds, without white space around it: looked at whenever it is asked for, so that a
   * secret that is replaced is used from then on.
   *
   * @param owner whose secret it is, and what it is, as the beginning of a sentence
   * @throws ConfigException if it holds nothing, or can't be read; later that is only logged, and
   *     the last that was good stays in use
   */
  static Supplier<String> ofFile(String owner, Path file) {
    try {
      return Reread.of(file, Duration.ZERO, content -> secret(file, content));
    } catch (UnusableFileException e) {
      throw new ConfigException(owner + " from the file " + e.getMessage() + ".");
    }
  }

  private static String secret(Path file, ByteBuffer content) throws UnusableFileException {
    String secret = StandardCharsets.UTF_8.decode(content).toString().strip();
    if (!SENDABLE.matcher(secret).matches()) {
      throw new UnusableFileException(file, "is empty, or is not one line of ASCII");
    }
    return secret;
  }
}
