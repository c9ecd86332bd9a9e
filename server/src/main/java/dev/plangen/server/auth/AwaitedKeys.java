package dev.plangen.server.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys that may have to be waited for, by no more than so many at once. Who names a key that nobody
 * knows, which anybody can, keeps nobody out who names a known one. Thread-safe.
 */
final class AwaitedKeys implements JWKSource<SecurityContext> {

  static final int MOST_AT_ONCE = 256;

  private final JWKSource<SecurityContext> keys;
  private final Supplier<JWKSet> known;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  /**
   * @param keys may block for seconds
   * @param known what can be told without
   */
  AwaitedKeys(JWKSource<SecurityContext> keys, Supplier<JWKSet> known) {
    this.keys = keys;
    this.known = known;
  }

  /**
   * @throws RateLimitReachedException if there is no room to wait, and the key is not known
   */
  @Override
  public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context)
      throws KeySourceException {
    if (!room.tryAcquire()) {
      List<JWK> found = wanted.select(known.get());
      if (found.isEmpty()) {
        throw new RateLimitReachedException();
      }
      return found;
    }
    try {
      return keys.get(wanted, context);
    } finally {
      room.release();
    }
  }
}
