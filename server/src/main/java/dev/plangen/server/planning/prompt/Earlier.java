package dev.plangen.server.planning.prompt;

/**
 * A plan that was made before and was not good enough.
 *
 * @param feedback what verifiers said of it
 */
public record Earlier(String plan, String feedback) {}
