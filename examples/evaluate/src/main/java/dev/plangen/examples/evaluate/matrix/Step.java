package dev.plangen.examples.evaluate.matrix;

import java.util.Optional;

/**
 * A run that is asked for.
 *
 * @param base the configuration of an earlier run for the same problem, whose model calls are taken
 *     over where they would be the same
 */
public record Step(Configuration configuration, Optional<Configuration> base) {}
