package dev.plangen.server.domain;

import java.util.OptionalInt;

/**
 * The candidate that was chosen.
 *
 * @param score the lowest that a verifier gave it; empty if none gave one
 * @param verified nothing vetoed it, and its score reaches the threshold
 * @param sound a sound verifier passed it
 */
public record Selection(Candidate candidate, OptionalInt score, boolean verified, boolean sound) {}
