package dev.plangen.server.llm;

import java.util.Locale;

/** A setting that a model may not take. Its name in the contract is the lower-case constant. */
public enum SamplingParameter {
  TEMPERATURE,
  MAX_OUTPUT_TOKENS,
  SEED;

  /** As in {@code plangen.v1.Sampling}. */
  public String fieldName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
