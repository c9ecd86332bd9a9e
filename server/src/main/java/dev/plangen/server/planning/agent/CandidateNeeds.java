package dev.plangen.server.planning.agent;

/**
 * What one candidate and its verification ask of a model.
 *
 * @param model id of the served model
 * @param planPromptBytes length of the prompt for the plan, in bytes of UTF-8
 * @param verdictPromptBytes length of the prompt for the verdict, without the plan
 * @param planTokens the most that the plan may have
 * @param verdictTokens the most that the verdict may have
 */
public record CandidateNeeds(
    String model, int planPromptBytes, int verdictPromptBytes, int planTokens, int verdictTokens) {}
