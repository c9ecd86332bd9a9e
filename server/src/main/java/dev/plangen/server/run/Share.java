package dev.plangen.server.run;

import dev.plangen.server.domain.Saturated;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is set aside for one candidate and not held by a call. While the plan is being written, that
 * is what the questions about it take; what the plan does not use comes back to it. Guarded by the
 * purse.
 */
final class Share {

  private final Map<Resource, Long> rest = new EnumMap<>(Resource.class);
  private CandidateNeeds needs;

  /** Of the questions that it was set aside for. */
  private int unasked;

  Share(CandidateNeeds needs) {
    this.needs = needs;
    this.unasked = needs.questions().count();
  }

  /** By what it was divided last. */
  CandidateNeeds needs() {
    return needs;
  }

  void divideBy(CandidateNeeds lower) {
    needs = lower;
  }

  Map<Resource, Long> rest() {
    return rest;
  }

  long rest(Resource resource) {
    return rest.getOrDefault(resource, 0L);
  }

  void set(Resource resource, long amount) {
    rest.put(resource, amount);
  }

  void add(Resource resource, long amount) {
    rest.merge(resource, amount, Saturated::sum);
  }

  /** Whether this question is one that it was set aside for. */
  boolean ask() {
    unasked--;
    return unasked >= 0;
  }

  /** How many of them are still to come. */
  int unasked() {
    return Math.max(0, unasked);
  }

  /** The plan has used up what was meant for the questions. */
  void breakPromise() {
    unasked = 0;
  }
}
