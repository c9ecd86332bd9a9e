package dev.plangen.server.llm;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How one text is sampled.
 *
 * @param temperature 0 to 2; empty leaves it to the model
 * @param maxOutputTokens the most tokens to write, reasoning included; empty leaves it to the model
 * @param seed differs from call to call of a run; a model that is not ours is sent it only if it is
 *     in {@code setByCaller}, since many refuse it
 * @param setByCaller the parameters that are the caller's wish rather than a default of ours: a
 *     model that does not take one of them must refuse it, while a default is left out
 */
public record GenerationOptions(
    OptionalDouble temperature,
    OptionalInt maxOutputTokens,
    OptionalLong seed,
    Set<SamplingParameter> setByCaller) {

  public GenerationOptions {
    setByCaller = Set.copyOf(setByCaller);
  }

  /** The same, with at most {@code tokens} to write. */
  public GenerationOptions atMost(int tokens) {
    return new GenerationOptions(
        temperature,
        OptionalInt.of(Math.min(tokens, maxOutputTokens.orElse(tokens))),
        seed,
        setByCaller);
  }
}
