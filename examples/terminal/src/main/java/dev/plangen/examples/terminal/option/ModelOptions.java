package dev.plangen.examples.terminal.option;

import dev.plangen.v1.Sampling;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model writes, and how its texts are sampled. */
public final class ModelOptions {

  @Option(
      names = {"-m", "--model"},
      paramLabel = "ID",
      description = "The model; see plangen models. Default: the server's.")
  private String model = "";

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "0 to 2. Default: 0.7 for plans, else the model's own.")
  private @Nullable Double temperature;

  @Option(
      names = "--max-output-tokens",
      paramLabel = "N",
      description = "The most tokens that one call may write.")
  private @Nullable Integer maxOutputTokens;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes sampling repeatable where the model supports it.")
  private @Nullable Long seed;

  /** Empty for the server's default. */
  public String model() {
    return model;
  }

  /** Nothing where nothing is set. */
  public Optional<Sampling> sampling() {
    Sampling.Builder sampling = Sampling.newBuilder();
    Optional.ofNullable(temperature).ifPresent(sampling::setTemperature);
    Optional.ofNullable(maxOutputTokens).ifPresent(sampling::setMaxOutputTokens);
    Optional.ofNullable(seed).ifPresent(sampling::setSeed);
    return Optional.of(sampling.build())
        .filter(made -> !made.equals(Sampling.getDefaultInstance()));
  }
}
