package dev.plangen.server.domain;

import java.util.Optional;

/**
 * Told of one model call, by the thread that makes it and no other. A call is one request, and one
 * more for each time that it is repeated: {@code queued}, {@code sent}, {@code answered}, {@code
 * failed}, from the beginning. Must neither block nor throw.
 */
public interface CallWatch {

  /** For a call that nobody watches. */
  CallWatch NONE = new CallWatch() {};

  /** The next request waits for its turn at the model. */
  default void queued() {}

  /**
   * Its turn has come, and it is about to be sent.
   *
   * @param mostTokens that it may write
   */
  default void sent(int mostTokens) {}

  /** The first piece of its text has come. */
  default void answered() {}

  /** The request has failed, or none may be sent. It may be repeated. */
  default void failed(Failure why) {}

  /**
   * The model has come to its end.
   *
   * @param money what it costs, if that is known
   */
  default void finished(CallRecord call, Optional<Money> money) {}

  /** The call ends without a result: after its last failure, or because it is not wanted. */
  default void abandoned() {}
}
