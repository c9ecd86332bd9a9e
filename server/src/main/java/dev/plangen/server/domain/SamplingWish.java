package dev.plangen.server.domain;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a request says about sampling; what it leaves out is empty.
 *
 * @param temperature 0 to 2
 * @param maxOutputTokens the most tokens that one call may write, reasoning included
 * @param seed from which each call's seed is derived
 */
public record SamplingWish(
    OptionalDouble temperature, OptionalInt maxOutputTokens, OptionalLong seed) {

  public static final SamplingWish NONE =
      new SamplingWish(OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty());
}
