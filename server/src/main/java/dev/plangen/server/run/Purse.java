package dev.plangen.server.run;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Money;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.Saturated;
import dev.plangen.server.domain.StopCause;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;

/**
 * Keeps a run within its budget. What is limited is either free or held: set aside for a candidate
 * ({@link Share}) or for a call in flight ({@link Ticket}). What a call has used up is gone; what
 * it did not use goes back.
 *
 * <p>So a run exceeds its budget only by the error of the estimates: of what the calls in flight
 * read, and of the calls whose provider does not report. Thread-safe.
 */
final class Purse {

  /** Low for English, so that the first call is rather estimated too long than too short. */
  private static final double FIRST_BYTES_PER_TOKEN = 3;

  /** All guarded by this. */
  private final Map<Resource, Long> free = new EnumMap<>(Resource.class);

  private final Map<String, Share> shares = new HashMap<>();
  private final Consumer<StopCause> refused;
  private final LongConsumer tokensUsed;
  private long measuredBytes;
  private long measuredTokens;

  /**
   * A purse with what is left of a budget.
   *
   * @param spent what the run has cost before
   * @param refused told, under the purse's lock, for want of what a call was refused; not of a
   *     repeated request
   * @param tokensUsed told, under the purse's lock, what each request has used up
   */
  Purse(Budget budget, RunCost spent, Consumer<StopCause> refused, LongConsumer tokensUsed) {
    this.refused = refused;
    this.tokensUsed = tokensUsed;
    budget.calls().ifPresent(most -> free.put(Resource.CALLS, most - spent.calls()));
    budget
        .tokens()
        .ifPresent(
            most ->
                free.put(
                    Resource.TOKENS,
                    most - spent.tokens().input().orElse(0) - spent.tokens().output().orElse(0)));
    budget
        .money()
        .map(Money::picos)
        .ifPresent(
            most -> free.put(Resource.MONEY, most - spent.money().map(Money::picos).orElse(0L)));
  }

  /**
   * Divides what is free evenly among as many of {@code candidates}, from the first on, as it pays
   * for: all of them, if none has to write less for that, or else no more than run at once. Returns
   * how many these are.
   *
   * @param atOnce 1 or more
   */
  synchronized int reserve(List<CandidateNeeds> candidates, int atOnce) {
    if (areMet(candidates, CandidateNeeds::mostLevel)) {
      setAside(candidates);
      return candidates.size();
    }
    for (int count = Math.min(atOnce, candidates.size()); count > 0; count--) {
      List<CandidateNeeds> some = candidates.subList(0, count);
      if (areMet(some, CandidateNeeds::leastLevel)) {
        setAside(some);
        return count;
      }
    }
    return 0;
  }

  private boolean areMet(List<CandidateNeeds> candidates, ToIntFunction<CandidateNeeds> level) {
    Map<Resource, Long> each = part(free, candidates.size());
    return candidates.stream().allMatch(needs -> level(each, needs) >= level.applyAsInt(needs));
  }

  private void setAside(List<CandidateNeeds> candidates) {
    Map<Resource, Long> each = part(free, candidates.size());
    for (CandidateNeeds needs : candidates) {
      var share = new Share(needs);
      setAside(share, level(each, needs));
      shares.put(needs.candidate().path(), share);
    }
  }

  private static Map<Resource, Long> part(Map<Resource, Long> whole, int count) {
    Map<Resource, Long> part = new EnumMap<>(whole);
    part.replaceAll((_, amount) -> amount / Math.max(1, count));
    return part;
  }

  /** For want of what this candidate can't be paid for. */
  synchronized StopCause scarcest(CandidateNeeds needs) {
    return scarcest(free, needs);
  }

  private StopCause scarcest(Map<Resource, Long> amounts, CandidateNeeds needs) {
    return amounts.keySet().stream()
        .min(Comparator.comparingLong(resource -> level(resource, amounts, needs)))
        .orElseThrow(() -> new IllegalStateException("nothing is limited"))
        .stopCause();
  }

  private boolean pays(Map<Resource, Long> amounts, CandidateNeeds needs) {
    return level(amounts, needs) >= needs.leastLevel();
  }

  private long level(Map<Resource, Long> amounts, CandidateNeeds needs) {
    return amounts.keySet().stream()
        .mapToLong(resource -> level(resource, amounts, needs))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long level(Resource resource, Map<Resource, Long> amounts, CandidateNeeds needs) {
    return needs.level(resource, this::tokens, amounts.getOrDefault(resource, 0L));
  }

  private void setAside(Share share, long level) {
    share.divideBy(share.needs().atMost(level));
    free.replaceAll(
        (resource, amount) -> {
          long needed = share.needs().amount(resource, this::tokens, level);
          share.set(resource, needed);
          return amount - needed;
        });
  }

  /** No more calls are made about this candidate. */
  synchronized void release(CallKey candidate) {
    Share share = shares.remove(candidate.path());
    if (share != null) {
      share.rest().forEach(this::addFree);
    }
  }

  /**
   * Sets aside what a call may use up.
   *
   * @param candidate whose share it is paid from; empty if it is about none
   * @param writesPlan whether it writes the candidate's plan
   * @throws FailureException if it can't be paid for, unless it is one that a share was set aside
   *     for
   */
  synchronized Ticket open(
      String candidate,
      boolean writesPlan,
      int promptBytes,
      int wishedTokens,
      Optional<Prices> prices) {
    var ticket =
        new Ticket(this, shares.get(candidate), writesPlan, promptBytes, wishedTokens, prices);
    ticket.hold(false);
    return ticket;
  }

  // For tickets, which hold the lock.

  Set<Resource> limited() {
    return free.keySet();
  }

  long free(Resource resource) {
    return free.getOrDefault(resource, 0L);
  }

  void addFree(Resource resource, long amount) {
    free.merge(resource, amount, Saturated::sum);
  }

  /**
   * Divides the share anew between its plan, which is to be written again, and the questions about
   * it, as for a candidate that begins.
   *
   * @throws FailureException if there is too little
   */
  void divideAgain(Share share) {
    Map<Resource, Long> all = new EnumMap<>(free);
    share.rest().forEach((resource, amount) -> all.merge(resource, amount, Saturated::sum));
    if (!pays(all, share.needs())) {
      throw new FailureException(scarcest(all, share.needs()).withoutPlan());
    }
    free.putAll(all);
    setAside(share, level(all, share.needs()));
  }

  void refuse(StopCause cause) {
    refused.accept(cause);
  }

  void used(long tokens) {
    tokensUsed.accept(tokens);
  }

  void measured(int promptBytes, long tokens) {
    measuredBytes += promptBytes;
    measuredTokens = Saturated.sum(measuredTokens, tokens);
  }

  long tokens(long bytes) {
    double perToken =
        measuredTokens > 0 ? (double) measuredBytes / measuredTokens : FIRST_BYTES_PER_TOKEN;
    return (long) Math.ceil(bytes / perToken);
  }
}
