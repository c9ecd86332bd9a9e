package dev.plangen.server.planning.prompt;

/**
 * A plan that was made before, from which the next one is to learn.
 *
 * @param feedback what verifiers have said of it
 */
public record Earlier(String plan, String feedback) {}
