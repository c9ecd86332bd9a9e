package dev.plangen.server.llm;

import dev.plangen.server.domain.Prices;
import java.util.Optional;

/**
 * A model, and what holds for the calls of all runs to it together.
 *
 * @param adapter sends each request once, at once
 * @param queue limits the calls in flight
 * @param retries how a failed call is repeated
 * @param retryBudget how many of them are
 * @param prices what its tokens cost, if that is known
 */
public record SharedModel(
    LanguageModel adapter,
    FairQueue queue,
    RetryPolicy retries,
    RetryBudget retryBudget,
    Optional<Prices> prices) {

  /**
   * The model as one run of this tenant calls it, from any number of threads: in a lane of its own,
   * and with retries. A call that waits to be repeated holds no slot, and queues again afterwards.
   */
  public LanguageModel forRun(String tenant) {
    return new RetryingModel(new QueuedModel(adapter, queue.lane(tenant)), retries, retryBudget);
  }
}
