package dev.plangen.server.config;

/** The configuration can't be used. Its message is one sentence that names what and the remedy. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
