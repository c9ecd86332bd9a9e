package dev.plangen.server.run;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Money;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.planning.agent.CandidateNeeds;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run within its budget. What is limited is either free or held: set aside for a candidate
 * ({@link Share}) or for a call in flight ({@link Ticket}). What a call has used up is gone; what
 * it did not use goes back.
 *
 * <p>So a run exceeds its budget only by how much the calls in flight were estimated too low.
 * Thread-safe.
 */
final class Purse {

  /** Below this a text is hardly ever of use. */
  static final int LEAST_OUTPUT_TOKENS = 256;

  /** Low for English, so that the first call is rather estimated too long than too short. */
  private static final double FIRST_BYTES_PER_TOKEN = 3;

  /** All guarded by this. */
  private final Map<Resource, Long> free = new EnumMap<>(Resource.class);

  private final Map<String, Share> shares = new HashMap<>();
  private long measuredBytes;
  private long measuredTokens;

  /**
   * A purse with what is left of a budget.
   *
   * @param spent what the run has cost before
   */
  Purse(Budget budget, RunCost spent) {
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

  /** How many candidates can be paid for; if none, for want of what. */
  record Grant(int candidates, Optional<StopCause> lacking) {}

  /** What is set aside for one candidate; guarded by the purse. */
  private static final class Share {
    final Map<Resource, Long> rest = new EnumMap<>(Resource.class);
    final int planTokens;

    Share(int planTokens) {
      this.planTokens = planTokens;
    }
  }

  /**
   * Divides what is free among as many of {@code candidates}, from the first on, as it pays for,
   * each with its verification.
   */
  synchronized Grant reserve(
      List<CallKey> candidates, CandidateNeeds needs, Optional<Prices> prices) {
    long input = tokens(needs.planPromptBytes()) + tokens(needs.verdictPromptBytes());
    int least = Math.min(LEAST_OUTPUT_TOKENS, needs.planTokens());
    for (int count = candidates.size(); count > 0; count--) {
      long output = evenOutput(count, input, prices);
      if (output >= least) {
        int plan = (int) Math.min(output, needs.planTokens());
        int verdict = (int) Math.min(output, needs.verdictTokens());
        candidates.subList(0, count).forEach(id -> setAside(id, input, plan, verdict, prices));
        return new Grant(count, Optional.empty());
      }
    }
    return new Grant(0, Optional.of(scarcest(input, prices)));
  }

  /**
   * How many tokens plan and verdict could have each, if {@code count} candidates shared equally. A
   * verdict's prompt holds the plan.
   */
  private long evenOutput(int count, long input, Optional<Prices> prices) {
    return free.keySet().stream()
        .mapToLong(resource -> evenOutput(resource, count, input, prices))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long evenOutput(Resource resource, int count, long input, Optional<Prices> prices) {
    Resource.Rates rates = resource.rates(prices);
    long rest = amount(free, resource) / count - rates.amount(2, input, 0);
    long perToken = rates.amount(0, 1, 2);
    return rest < 0 ? -1 : perToken == 0 ? Long.MAX_VALUE : rest / perToken;
  }

  private StopCause scarcest(long input, Optional<Prices> prices) {
    return free.keySet().stream()
        .min(
            (a, b) ->
                Long.compare(evenOutput(a, 1, input, prices), evenOutput(b, 1, input, prices)))
        .orElseThrow(() -> new IllegalStateException("nothing is limited"))
        .stopCause();
  }

  private void setAside(
      CallKey candidate, long input, int plan, int verdict, Optional<Prices> prices) {
    var share = new Share(plan);
    free.replaceAll(
        (resource, amount) -> {
          long part = resource.rates(prices).amount(2, input + plan, (long) plan + verdict);
          share.rest.put(resource, part);
          return amount - part;
        });
    shares.put(candidate.path(), share);
  }

  synchronized void release(CallKey candidate) {
    Share share = shares.remove(candidate.path());
    if (share != null) {
      share.rest.forEach((resource, rest) -> free.merge(resource, rest, Long::sum));
    }
  }

  /**
   * Sets aside what a call may use up.
   *
   * @param candidate whose share it is paid from first; empty if it is about none
   * @param writesPlan whether the share must pay for a verdict after it
   * @throws FailureException if it can't be paid for
   */
  synchronized Ticket open(
      String candidate,
      boolean writesPlan,
      int promptBytes,
      int wishedTokens,
      Optional<Prices> prices) {
    @Nullable Share share = shares.get(candidate);
    int most =
        share != null && writesPlan ? Math.min(wishedTokens, share.planTokens) : wishedTokens;
    var ticket = new Ticket(share, promptBytes, prices);
    ticket.hold(most);
    return ticket;
  }

  private long tokens(long bytes) {
    double perToken =
        measuredTokens > 0 ? (double) measuredBytes / measuredTokens : FIRST_BYTES_PER_TOKEN;
    return (long) Math.ceil(bytes / perToken);
  }

  private static long amount(Map<Resource, Long> of, Resource resource) {
    return of.getOrDefault(resource, 0L);
  }

  /** What is set aside for a call in flight. Used by the thread that makes the call. */
  final class Ticket {
    private final @Nullable Share share;
    private final int promptBytes;
    private final Optional<Prices> prices;
    private final Map<Resource, Long> held = new EnumMap<>(Resource.class);
    private int outputTokens;
    private boolean sent;

    private Ticket(@Nullable Share share, int promptBytes, Optional<Prices> prices) {
      this.share = share;
      this.promptBytes = promptBytes;
      this.prices = prices;
    }

    /** The most that the call may write. */
    int outputTokens() {
      return outputTokens;
    }

    /**
     * A request is about to be sent. If it is not the first, the one before has failed, and has
     * cost what it was estimated to.
     *
     * @param writtenBytes what the one before had written
     * @throws FailureException if another one can't be paid for
     */
    void send(int writtenBytes) {
      synchronized (Purse.this) {
        if (sent) {
          settle(TokenCount.UNKNOWN, writtenBytes);
          hold(outputTokens);
        }
        sent = true;
      }
    }

    /** The call is over: what it has used up is gone, the rest goes back. */
    void close(TokenCount reported, int writtenBytes) {
      synchronized (Purse.this) {
        if (sent) {
          settle(reported, writtenBytes);
        } else {
          held.forEach(this::giveBack);
        }
        held.clear();
      }
    }

    private void settle(TokenCount reported, int writtenBytes) {
      reported
          .input()
          .ifPresent(
              input -> {
                measuredBytes += promptBytes;
                measuredTokens += input;
              });
      long input = reported.input().orElseGet(() -> tokens(promptBytes));
      long output = reported.output().orElseGet(() -> tokens(writtenBytes));
      held.forEach(
          (resource, amount) ->
              giveBack(resource, amount - resource.used(prices, input, output, reported)));
      held.clear();
    }

    private void hold(int wished) {
      long input = tokens(promptBytes);
      int least = Math.min(LEAST_OUTPUT_TOKENS, wished);
      int most = wished;
      for (Resource resource : free.keySet()) {
        Resource.Rates rates = resource.rates(prices);
        long forOutput = forOutput(resource, rates, input, least);
        if (forOutput < least * rates.perOutput()) {
          throw new FailureException(resource.stopCause().withoutPlan());
        }
        if (rates.perOutput() > 0) {
          most = (int) Math.min(most, forOutput / rates.perOutput());
        }
      }
      outputTokens = most;
      free.replaceAll((resource, amount) -> amount - take(resource, input));
    }

    /** What is there for a text; where the candidate's share is too small for it, from all. */
    private long forOutput(Resource resource, Resource.Rates rates, long input, int least) {
      long own = share == null ? 0 : amount(share.rest, resource);
      long fromShare = own - rates.amount(1, input, 0);
      return fromShare >= least * rates.perOutput()
          ? fromShare
          : fromShare + amount(free, resource);
    }

    /** Takes from the share first; returns what must come from what is free. */
    private long take(Resource resource, long input) {
      long needed = resource.rates(prices).amount(1, input, outputTokens);
      held.put(resource, needed);
      if (share == null) {
        return needed;
      }
      long own = amount(share.rest, resource);
      long fromShare = Math.min(own, needed);
      share.rest.put(resource, own - fromShare);
      return needed - fromShare;
    }

    /** A negative amount is a debt, which the share pays as far as it goes. */
    private void giveBack(Resource resource, long amount) {
      long own = share == null ? 0 : amount(share.rest, resource);
      if (share != null) {
        share.rest.put(resource, Math.max(0, own + amount));
        free.merge(resource, Math.min(0, own + amount), Long::sum);
      } else {
        free.merge(resource, amount, Long::sum);
      }
    }
  }
}
