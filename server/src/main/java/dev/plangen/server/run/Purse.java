package dev.plangen.server.run;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Money;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.planning.agent.Followup;
import dev.plangen.server.planning.agent.ModelCall;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
  private static final int LEAST_OUTPUT_TOKENS = 256;

  /** Low for English, so that the first call is rather estimated too long than too short. */
  private static final double FIRST_BYTES_PER_TOKEN = 3;

  /** All guarded by this. */
  private final Map<Resource, Long> free = new EnumMap<>(Resource.class);

  private final Map<String, Share> shares = new HashMap<>();
  private final Consumer<StopCause> refused;
  private long measuredBytes;
  private long measuredTokens;

  /**
   * A purse with what is left of a budget.
   *
   * @param spent what the run has cost before
   * @param refused told, under the purse's lock, for want of what a call or a candidate was refused
   */
  Purse(Budget budget, RunCost spent, Consumer<StopCause> refused) {
    this.refused = refused;
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
   * What is set aside for one candidate; guarded by the purse. What the plan does not use is the
   * verdict's, never the reverse: a plan that is tried again must not cost its verification.
   */
  private static final class Share {
    final Map<Resource, Long> forPlan = new EnumMap<>(Resource.class);
    final Map<Resource, Long> forVerdict = new EnumMap<>(Resource.class);
    final int planTokens;

    Share(int planTokens) {
      this.planTokens = planTokens;
    }
  }

  /**
   * What one candidate takes of each resource, but for what is written.
   *
   * @param plan bytes of its prompt
   */
  private record Needs(
      int plan, Optional<Prices> planPrices, Followup followup, Optional<Prices> followupPrices) {}

  /**
   * Divides what is free among as many of {@code plans}, from the first on, as it pays for, each
   * with what follows it. Returns how many these are.
   */
  synchronized int reserve(
      List<ModelCall> plans,
      Optional<Prices> planPrices,
      Followup followup,
      Optional<Prices> followupPrices) {
    ModelCall first = plans.getFirst();
    var needs = new Needs(first.prompt().bytes(), planPrices, followup, followupPrices);
    int least = Math.min(LEAST_OUTPUT_TOKENS, first.outputTokens());
    for (int count = plans.size(); count > 0; count--) {
      long output = evenOutput(count, needs);
      if (output >= least) {
        int forPlan = (int) Math.min(output, first.outputTokens());
        int forAnswer = (int) Math.min(output, followup.outputTokens());
        for (ModelCall plan : plans.subList(0, count)) {
          var share = new Share(forPlan);
          setAside(share.forPlan, 1, tokens(needs.plan()), forPlan, planPrices);
          setAside(
              share.forVerdict,
              followup.questions(),
              tokens(followup.promptBytes()) + (long) followup.questions() * forPlan,
              (long) followup.questions() * forAnswer,
              followupPrices);
          shares.put(plan.key().path(), share);
        }
        return count;
      }
    }
    refused.accept(scarcest(needs));
    return 0;
  }

  /**
   * How many tokens a plan and each answer about it could have, if {@code count} candidates shared
   * equally. Each question holds the plan.
   */
  private long evenOutput(int count, Needs needs) {
    return free.keySet().stream()
        .mapToLong(resource -> evenOutput(resource, count, needs))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long evenOutput(Resource resource, int count, Needs needs) {
    Resource.Rates plan = resource.rates(needs.planPrices());
    Resource.Rates answers = resource.rates(needs.followupPrices());
    int questions = needs.followup().questions();
    long rest =
        amount(free, resource) / count
            - plan.amount(1, tokens(needs.plan()), 0)
            - answers.amount(questions, tokens(needs.followup().promptBytes()), 0);
    long perToken = plan.perOutput() + questions * (answers.perInput() + answers.perOutput());
    return rest < 0 ? -1 : perToken == 0 ? Long.MAX_VALUE : rest / perToken;
  }

  private StopCause scarcest(Needs needs) {
    return free.keySet().stream()
        .min((a, b) -> Long.compare(evenOutput(a, 1, needs), evenOutput(b, 1, needs)))
        .orElseThrow(() -> new IllegalStateException("nothing is limited"))
        .stopCause();
  }

  private void setAside(
      Map<Resource, Long> part, int calls, long input, long output, Optional<Prices> prices) {
    free.replaceAll(
        (resource, amount) -> {
          long needed = resource.rates(prices).amount(calls, input, output);
          part.put(resource, needed);
          return amount - needed;
        });
  }

  synchronized void release(CallKey candidate) {
    Share share = shares.remove(candidate.path());
    if (share != null) {
      share.forPlan.forEach((resource, rest) -> free.merge(resource, rest, Long::sum));
      share.forVerdict.forEach((resource, rest) -> free.merge(resource, rest, Long::sum));
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
    Ticket ticket = ticket(shares.get(candidate), writesPlan, promptBytes, prices);
    ticket.hold(Math.min(wishedTokens, ticket.mostTokens), LEAST_OUTPUT_TOKENS);
    return ticket;
  }

  private Ticket ticket(
      @Nullable Share share, boolean writesPlan, int promptBytes, Optional<Prices> prices) {
    if (share == null) {
      Map<Resource, Long> nothing = new EnumMap<>(Resource.class);
      return new Ticket(nothing, nothing, Integer.MAX_VALUE, promptBytes, prices);
    }
    return writesPlan
        ? new Ticket(share.forPlan, share.forVerdict, share.planTokens, promptBytes, prices)
        : new Ticket(share.forVerdict, share.forVerdict, Integer.MAX_VALUE, promptBytes, prices);
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
    private final Map<Resource, Long> own;
    private final Map<Resource, Long> backTo;
    private final int mostTokens;
    private final int promptBytes;
    private final Optional<Prices> prices;
    private final Map<Resource, Long> held = new EnumMap<>(Resource.class);
    private int outputTokens;
    private boolean sent;

    private Ticket(
        Map<Resource, Long> own,
        Map<Resource, Long> backTo,
        int mostTokens,
        int promptBytes,
        Optional<Prices> prices) {
      this.own = own;
      this.backTo = backTo;
      this.mostTokens = mostTokens;
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
          // It is sent as the first one was, so no less will do.
          hold(outputTokens, outputTokens);
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
          held.clear();
        }
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

    private void hold(int wished, int least) {
      long input = tokens(promptBytes);
      int enough = Math.min(least, wished);
      int most = wished;
      for (Resource resource : free.keySet()) {
        Resource.Rates rates = resource.rates(prices);
        long forOutput = forOutput(resource, rates, input, enough);
        if (forOutput < enough * rates.perOutput()) {
          refused.accept(resource.stopCause());
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
    private long forOutput(Resource resource, Resource.Rates rates, long input, int enough) {
      long fromShare = amount(own, resource) - rates.amount(1, input, 0);
      return fromShare >= enough * rates.perOutput()
          ? fromShare
          : fromShare + amount(free, resource);
    }

    /** Takes from the share first; returns what must come from what is free. */
    private long take(Resource resource, long input) {
      long needed = resource.rates(prices).amount(1, input, outputTokens);
      held.put(resource, needed);
      long fromShare = Math.min(amount(own, resource), needed);
      own.computeIfPresent(resource, (_, rest) -> rest - fromShare);
      return needed - fromShare;
    }

    /** A negative amount is a debt, which the share pays as far as it goes. */
    private void giveBack(Resource resource, long amount) {
      if (backTo.containsKey(resource)) {
        long rest = amount(backTo, resource) + amount;
        backTo.put(resource, Math.max(0, rest));
        free.merge(resource, Math.min(0, rest), Long::sum);
      } else {
        free.merge(resource, amount, Long::sum);
      }
    }
  }
}
