package dev.plangen.server.domain;

import java.util.OptionalDouble;

/**
 * A model call that is to be made, as observers see it.
 *
 * @param stage in which it is made
 * @param model id by which it was asked for
 */
public record CallIntent(
    CallKey key,
    Stage stage,
    String model,
    String systemPrompt,
    String prompt,
    OptionalDouble temperature) {}
