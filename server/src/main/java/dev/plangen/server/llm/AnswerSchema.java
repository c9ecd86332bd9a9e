package dev.plangen.server.llm;

import dev.plangen.server.domain.AnswerFormat;

/**
 * An answer in JSON, in the place of one in text: for models that can be held to a schema. Others
 * ignore it and answer in text.
 *
 * @param insteadOf the format in text that the prompt ends with
 * @param name by which providers know the schema: letters, digits, {@code _} and {@code -}
 * @param schema a JSON Schema, as JSON; strict, so every property is required and no other allowed
 * @param instruction what the prompt then ends with, so that it asks for what the schema demands
 */
public record AnswerSchema(AnswerFormat insteadOf, String name, String schema, String instruction) {

  /**
   * The prompt with {@link #instruction} at its end, all before it byte for byte the same.
   *
   * @throws IllegalArgumentException if it does not end with the format that is to be replaced
   */
  public Prompt applyTo(Prompt prompt) {
    String end = insteadOf.instruction();
    if (!prompt.user().endsWith(end)) {
      throw new IllegalArgumentException("the prompt does not ask for " + insteadOf);
    }
    String before = prompt.user().substring(0, prompt.user().length() - end.length());
    return new Prompt(prompt.system(), before + instruction);
  }
}
