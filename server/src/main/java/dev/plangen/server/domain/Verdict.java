package dev.plangen.server.domain;

import java.util.OptionalInt;

/**
 * What one verifier says of one candidate.
 *
 * @param score -100 to 100 (PlanGEN section 2.1.2); empty where it could not be read
 * @param sound whether the verifier proves what it says
 * @param feedback its reasons, for a person
 */
public record Verdict(
    CallKey candidate,
    String verifier,
    OptionalInt score,
    Ruling ruling,
    boolean sound,
    String feedback) {}
