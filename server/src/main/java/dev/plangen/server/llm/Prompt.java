package dev.plangen.server.llm;

import java.nio.charset.StandardCharsets;

/**
 * What a model is given.
 *
 * @param system instructions that stand above the prompt; empty if there are none
 * @param user the prompt itself
 */
public record Prompt(String system, String user) {

  /** Its length in UTF-8. */
  public int bytes() {
    return system.getBytes(StandardCharsets.UTF_8).length
        + user.getBytes(StandardCharsets.UTF_8).length;
  }
}
