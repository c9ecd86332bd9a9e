package dev.plangen.server.domain;

/**
 * A finished model call: enough to use its result again instead of making it again.
 *
 * @param fingerprint hash of the model, the prompt and the sampling; a call is only taken over from
 *     a log if it would be made the same way now
 */
public record CallRecord(
    CallKey key,
    TextName writes,
    String model,
    String fingerprint,
    String text,
    FinishCause finish,
    TokenCount tokens) {}
