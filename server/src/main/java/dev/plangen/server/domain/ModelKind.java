package dev.plangen.server.domain;

/**
 * What a model is served by, among few: the model that was configured, or the family.
 *
 * @param id as {@code ListModels} shows it
 * @param provider which adapter serves it, as in {@code plangen.v1.Model.provider}
 */
public record ModelKind(String id, String provider) {}
