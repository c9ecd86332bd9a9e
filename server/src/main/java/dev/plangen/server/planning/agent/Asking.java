package dev.plangen.server.planning.agent;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.SamplingParameter;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which model a run asks and how: turns what the request says into the options of each call.
 *
 * @param model id of a served model
 * @param wish the request's sampling
 */
public record Asking(String model, SamplingWish wish) {

  /** PlanGEN section 2.2: candidates are sampled at 0.7. */
  static final double CANDIDATE_TEMPERATURE = 0.7;

  public static final int DEFAULT_OUTPUT_TOKENS = 8192;

  /** For a candidate plan: as the request says, the paper's defaults elsewhere. */
  GenerationOptions forCandidate(CallKey key) {
    return wished(key, OptionalDouble.of(wish.temperature().orElse(CANDIDATE_TEMPERATURE)));
  }

  /** For a bare model call: as the request says, the temperature left to the model otherwise. */
  public GenerationOptions forGeneration(CallKey key) {
    return wished(key, wish.temperature());
  }

  /** For everything that is not a candidate: temperature 0 (PlanGEN appendix C). */
  GenerationOptions forJudgement(CallKey key) {
    Set<SamplingParameter> set = EnumSet.noneOf(SamplingParameter.class);
    if (wish.seed().isPresent()) {
      set.add(SamplingParameter.SEED);
    }
    return new GenerationOptions(
        OptionalDouble.of(0), OptionalInt.of(DEFAULT_OUTPUT_TOKENS), seed(key), set);
  }

  /** Where a candidate's text is cut off, in bytes. */
  public int candidateBytes() {
    return outputTokens() * TextBounds.BYTES_PER_TOKEN;
  }

  private GenerationOptions wished(CallKey key, OptionalDouble temperature) {
    Set<SamplingParameter> set = EnumSet.noneOf(SamplingParameter.class);
    if (wish.temperature().isPresent()) {
      set.add(SamplingParameter.TEMPERATURE);
    }
    if (wish.maxOutputTokens().isPresent()) {
      set.add(SamplingParameter.MAX_OUTPUT_TOKENS);
    }
    if (wish.seed().isPresent()) {
      set.add(SamplingParameter.SEED);
    }
    return new GenerationOptions(temperature, OptionalInt.of(outputTokens()), seed(key), set);
  }

  private int outputTokens() {
    return wish.maxOutputTokens().orElse(DEFAULT_OUTPUT_TOKENS);
  }

  /** Not negative and below 2^31: some servers take no more. */
  private OptionalLong seed(CallKey key) {
    long mixed = wish.seed().orElse(0) * 0x9E3779B97F4A7C15L + key.path().hashCode();
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return OptionalLong.of((mixed ^ (mixed >>> 31)) & Integer.MAX_VALUE);
  }
}
