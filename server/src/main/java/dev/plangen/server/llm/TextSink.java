package dev.plangen.server.llm;

import dev.plangen.server.domain.Failure;

/** Where a model writes. Called by the thread that generates, and by no other. */
public interface TextSink {

  /**
   * A request is about to be sent to the model. Whatever was written before is void: the text
   * starts again, empty. Called before each request, so that each is counted, and paid for.
   *
   * @param wished how the model would be asked
   * @return how it is to be asked: perhaps for fewer tokens, since a budget may allow a repeated
   *     request less than the one before
   * @throws dev.plangen.server.domain.FailureException with {@code BudgetExhausted} if no request
   *     may be sent
   */
  GenerationOptions begin(GenerationOptions wished);

  /** The next request waits for its turn. */
  default void queued() {}

  /**
   * The request that has begun was refused, or reached nobody: it has written nothing. Of one that
   * fails otherwise nobody knows how much it wrote: what a model reasons is not seen.
   */
  default void refused() {}

  /** The request has failed; it may be repeated. */
  default void failed(Failure why) {}

  /** The next piece of the text; may split a surrogate pair. */
  void append(String piece);
}
