package dev.plangen.server.llm;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How one text is sampled, and in what form it is wanted.
 *
 * @param temperature 0 to 2; empty leaves it to the model
 * @param maxOutputTokens the most tokens to write, reasoning included; empty leaves it to the model
 * @param seed differs from call to call of a run; a model that is not ours is sent it only if it is
 *     in {@code setByCaller}, since many refuse it
 * @param setByCaller the parameters that are the caller's wish rather than a default of ours: a
 *     model that does not take one of them must refuse it, while a default is left out
 * @param schema the form in which a model that can be held to one is to answer
 */
public record GenerationOptions(
    OptionalDouble temperature,
    OptionalInt maxOutputTokens,
    OptionalLong seed,
    Set<SamplingParameter> setByCaller,
    Optional<AnswerSchema> schema) {

  public GenerationOptions {
    setByCaller = Set.copyOf(setByCaller);
  }

  /** For an answer in text. */
  public GenerationOptions(
      OptionalDouble temperature,
      OptionalInt maxOutputTokens,
      OptionalLong seed,
      Set<SamplingParameter> setByCaller) {
    this(temperature, maxOutputTokens, seed, setByCaller, Optional.empty());
  }

  /** The same, with at most {@code tokens} to write. */
  public GenerationOptions atMost(int tokens) {
    return new GenerationOptions(
        temperature,
        OptionalInt.of(Math.min(tokens, maxOutputTokens.orElse(tokens))),
        seed,
        setByCaller,
        schema);
  }

  /** The same, for an answer that fits {@code wanted}. */
  public GenerationOptions in(AnswerSchema wanted) {
    return new GenerationOptions(
        temperature, maxOutputTokens, seed, setByCaller, Optional.of(wanted));
  }

  /** The same, for an answer in text. */
  public GenerationOptions inText() {
    return new GenerationOptions(temperature, maxOutputTokens, seed, setByCaller);
  }
}
