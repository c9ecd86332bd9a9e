package dev.plangen.server.llm.offline;

import dev.plangen.server.llm.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The chance in one answer. Repeatable: a function of the seed and the prompt, since the candidates
 * of a run share their prompt and differ by seed only. Used by one thread.
 */
final class Noise {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final SplittableRandom random;

  private Noise(SplittableRandom random) {
    this.random = random;
  }

  static Noise of(long seed, Prompt prompt) {
    long hash = hash(hash(FNV_OFFSET, prompt.system()), "\0" + prompt.user());
    // One draw between the two, so that near seeds and near hashes don't meet.
    return new Noise(new SplittableRandom(new SplittableRandom(seed).nextLong() ^ hash));
  }

  boolean strikes(double probability) {
    return random.nextDouble() < probability;
  }

  /** 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  <T> List<T> shuffled(List<T> items) {
    List<T> copy = new ArrayList<>(items);
    Collections.shuffle(copy, Random.from(random));
    return copy;
  }

  private static long hash(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
