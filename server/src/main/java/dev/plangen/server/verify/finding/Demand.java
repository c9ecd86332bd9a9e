package dev.plangen.server.verify.finding;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One constraint that a problem states.
 *
 * @param words in words for a person
 * @param facts what it is made of, in the order of the problem; not empty
 * @param <F> the facts of this kind of problem
 */
public record Demand<F>(String words, Set<F> facts) {

  public Demand {
    facts = Collections.unmodifiableSet(new LinkedHashSet<>(facts));
    if (facts.isEmpty()) {
      throw new IllegalArgumentException("a constraint without a fact: " + words);
    }
  }
}
