package dev.plangen.server.run;

import static dev.plangen.server.run.CandidateNeeds.LEAST_OUTPUT_TOKENS;

import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.Saturated;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TokenCount;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is set aside for a call in flight. Used by the thread that makes the call; guarded by the
 * purse.
 */
final class Ticket {

  private final Purse purse;

  /** Of the candidate that the call is about, if anything is set aside for it. */
  private final @Nullable Share share;

  private final boolean writesPlan;
  private final int promptBytes;
  private final int wishedTokens;
  private final Optional<Prices> prices;
  private final Map<Resource, Long> held = new EnumMap<>(Resource.class);

  /** Part of it that is not of the share. */
  private final Map<Resource, Long> borrowed = new EnumMap<>(Resource.class);

  private int outputTokens;
  private boolean sent;
  private boolean unanswered;

  Ticket(
      Purse purse,
      @Nullable Share share,
      boolean writesPlan,
      int promptBytes,
      int wishedTokens,
      Optional<Prices> prices) {
    this.purse = purse;
    this.share = share;
    this.writesPlan = writesPlan;
    this.promptBytes = promptBytes;
    this.wishedTokens = wishedTokens;
    this.prices = prices;
  }

  /** The most that the request may write which was sent last, or is sent next. */
  int outputTokens() {
    return outputTokens;
  }

  /**
   * A request is about to be sent. If it is not the first, the one before has failed, and this one
   * may perhaps write less.
   *
   * @param writtenBytes what the one before had written
   * @throws FailureException if another one can't be paid for
   */
  void send(int writtenBytes) {
    synchronized (purse) {
      if (sent) {
        settle(TokenCount.UNKNOWN, unfinished(writtenBytes));
        hold(true);
      }
      sent = true;
      unanswered = false;
    }
  }

  /** The request that was sent has been refused, or has reached nobody. */
  void refused() {
    unanswered = true;
  }

  /**
   * The call is over: what it has used up is gone, the rest goes back.
   *
   * @param whole whether the model has come to its end, rather than being cut off by us
   */
  void close(TokenCount reported, int writtenBytes, boolean whole) {
    synchronized (purse) {
      if (share != null && writesPlan && reported.output().orElse(0) > outputTokens) {
        // By a model that keeps to no limit.
        share.breakPromise();
      }
      settle(reported, whole ? purse.tokens(writtenBytes) : unfinished(writtenBytes));
    }
  }

  /** The call has failed or was given up, likewise. */
  void abandon(int writtenBytes) {
    synchronized (purse) {
      if (sent) {
        settle(TokenCount.UNKNOWN, unfinished(writtenBytes));
      } else {
        held.forEach(this::giveBack);
        held.clear();
      }
    }
  }

  /**
   * How much is written for a request that does not come to its end, unless it was not answered at
   * all: as much as it was allowed. Reasoning is not seen, and a provider may write on for a while
   * when the connection has gone.
   */
  private long unfinished(int writtenBytes) {
    return unanswered ? 0 : Math.max(outputTokens, purse.tokens(writtenBytes));
  }

  private void settle(TokenCount reported, long writtenTokens) {
    reported.input().ifPresent(tokens -> purse.measured(promptBytes, tokens));
    long input = reported.input().orElseGet(this::promptTokens);
    long output = reported.output().orElse(writtenTokens);
    purse.used(Saturated.sum(input, output));
    held.forEach(
        (resource, amount) ->
            giveBack(
                resource, Saturated.sum(amount, -resource.used(prices, input, output, reported))));
    held.clear();
  }

  /**
   * Sets aside what the next request may use up. What a candidate was started for is not refused:
   * if it was estimated too low, the budget is exceeded by that. A request more must take nothing
   * that was promised to others, or to the questions about the plan.
   *
   * @param again whether it is a request more for the same call
   * @throws FailureException if it can't be paid for
   */
  void hold(boolean again) {
    if (share != null && writesPlan) {
      if (again) {
        purse.divideAgain(share);
      }
      take(share.needs().plan().outputTokens());
    } else if (share != null && !again && share.ask()) {
      take(Math.max(least(), most(this::ofShare)));
    } else {
      requireLeast(again);
      take(most(this::ofAll));
    }
  }

  private void requireLeast(boolean again) {
    for (Resource resource : purse.limited()) {
      if (ofAll(resource) < least()) {
        StopCause cause = resource.stopCause();
        if (!again) {
          purse.refuse(cause);
        }
        throw new FailureException(cause.withoutPlan());
      }
    }
  }

  private int least() {
    return Math.min(LEAST_OUTPUT_TOKENS, wishedTokens);
  }

  private long most(ToLongFunction<Resource> writable) {
    return purse.limited().stream().mapToLong(writable).min().orElse(Long.MAX_VALUE);
  }

  /** How many tokens the candidate's share pays for. */
  private long ofShare(Resource resource) {
    return writable(resource, inShare(resource));
  }

  /** Likewise; where that is too few, of what is free too. */
  private long ofAll(Resource resource) {
    long ofShare = ofShare(resource);
    return ofShare >= least()
        ? ofShare
        : writable(resource, Saturated.sum(inShare(resource), purse.free(resource)));
  }

  /**
   * What the share has for this call. Of several questions each has the same part; a question that
   * is asked again has had its part, and gets what the others do not need.
   */
  private long inShare(Resource resource) {
    if (share == null) {
      return 0;
    }
    long rest = share.rest(resource);
    if (writesPlan) {
      return rest;
    }
    if (!sent) {
      return rest / (1 + share.unasked());
    }
    long question = share.needs().amountOfQuestion(resource, purse::tokens);
    return Math.max(0, Saturated.sum(rest, -Saturated.product(share.unasked(), question)));
  }

  private long writable(Resource resource, long amount) {
    Resource.Rates rates = resource.rates(prices);
    long rest = Saturated.sum(amount, -rates.amount(1, promptTokens(), 0));
    return rest < 0 ? -1 : rates.perOutput() == 0 ? Long.MAX_VALUE : rest / rates.perOutput();
  }

  private void take(long tokens) {
    outputTokens = (int) Math.min(wishedTokens, tokens);
    for (Resource resource : purse.limited()) {
      long needed = resource.rates(prices).amount(1, promptTokens(), outputTokens);
      held.put(resource, needed);
      borrowed.put(resource, Math.max(0, needed - inShare(resource)));
      giveBack(resource, -needed);
    }
  }

  /**
   * Of what goes back, what the share lacked first. A negative amount is paid by the share as far
   * as it goes.
   */
  private void giveBack(Resource resource, long amount) {
    long toShare =
        amount < 0
            ? -Math.min(inShare(resource), -amount)
            : amount - Math.min(amount, borrowed.getOrDefault(resource, 0L));
    if (share != null) {
      share.add(resource, toShare);
    }
    purse.addFree(resource, Saturated.sum(amount, -toShare));
  }

  private long promptTokens() {
    return purse.tokens(promptBytes);
  }
}
