package dev.plangen.client;

import java.io.Serializable;

/**
 * A field of a request that the server refuses.
 *
 * @param field the field's path in the request, for example {@code sampling.temperature}
 * @param description what is wrong with it, for a person
 */
public record FieldViolation(String field, String description) implements Serializable {}
