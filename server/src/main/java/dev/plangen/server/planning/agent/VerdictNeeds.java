package dev.plangen.server.planning.agent;

/**
 * What a verification asks of a model.
 *
 * @param promptBytes length of the question without the plan, in bytes of UTF-8
 * @param outputTokens the most that the verdict may have
 */
public record VerdictNeeds(int promptBytes, int outputTokens) {}
