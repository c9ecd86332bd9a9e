package dev.plangen.server.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Remembers what has been fetched last. Thread-safe. */
final class FetchedKeys extends JWKSetSourceWrapper<SecurityContext> {

  private record Fetched(JWKSet keys, long nanos) {}

  private final Duration good;
  private volatile @Nullable Fetched last;

  /**
   * @param good for how long keys are, while no others can be had
   */
  FetchedKeys(JWKSetSource<SecurityContext> source, Duration good) {
    super(source);
    this.good = good;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
      throws KeySourceException {
    JWKSet keys = getSource().getJWKSet(refresh, now, context);
    last = new Fetched(keys, System.nanoTime());
    return keys;
  }

  /** What was fetched last, if that is still good. */
  JWKSet last() {
    Fetched known = last;
    return known != null && System.nanoTime() - known.nanos() < good.toNanos()
        ? known.keys()
        : new JWKSet();
  }
}
