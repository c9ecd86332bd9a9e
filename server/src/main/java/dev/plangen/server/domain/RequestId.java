package dev.plangen.server.domain;

/**
 * The name that a caller gave to what it wants.
 *
 * @param text as sent; the same from another tenant is another
 * @param payload hash of what it stands for
 */
public record RequestId(String text, String payload) {}
