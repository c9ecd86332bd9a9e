package dev.plangen.examples.evaluate.result;

/**
 * Why a run failed.
 *
 * @param code the gRPC status
 * @param reason as the contract lists it; empty if the failure did not come from the server
 */
public record Trouble(String code, String reason, String message) {}
