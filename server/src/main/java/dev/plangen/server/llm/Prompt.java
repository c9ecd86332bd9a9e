package dev.plangen.server.llm;

/**
 * What a model is given.
 *
 * @param system instructions that stand above the prompt; empty if there are none
 * @param user the prompt itself
 */
public record Prompt(String system, String user) {}
