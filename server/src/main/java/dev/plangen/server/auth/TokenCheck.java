package dev.plangen.server.auth;

import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.FailureException;
import java.util.Optional;

/** One kind of tokens that callers may send. Thread-safe. */
public sealed interface TokenCheck permits PresharedKeys, JsonWebTokens {

  /**
   * Who sends this.
   *
   * @return empty if it may be a token of another kind
   * @throws FailureException if it is of this kind, and not good enough
   */
  Optional<Caller> caller(String token);
}
