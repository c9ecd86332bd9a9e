package dev.plangen.server.config;

import java.util.Optional;

/**
 * What is traced.
 *
 * @param sampleRatio part of the traces that is kept, 0 to 1, where the caller has not decided; 1
 *     by default
 * @param content whether prompts and answers are part of the spans; false by default
 */
public record TracesConfig(Optional<Double> sampleRatio, Optional<Boolean> content) {

  public static final double DEFAULT_SAMPLE_RATIO = 1;
  public static final boolean DEFAULT_CONTENT = false;

  public static final TracesConfig DEFAULT = new TracesConfig(Optional.empty(), Optional.empty());
}
