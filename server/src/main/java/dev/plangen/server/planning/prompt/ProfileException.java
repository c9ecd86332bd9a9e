package dev.plangen.server.planning.prompt;

/**
 * A prompt profile can't be used. Its message is the part of a sentence that comes after the name
 * of what is wrong, and says the remedy.
 */
public final class ProfileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProfileException(String message) {
    super(message);
  }
}
