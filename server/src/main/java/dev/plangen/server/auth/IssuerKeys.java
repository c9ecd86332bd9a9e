package dev.plangen.server.auth;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public keys of an issuer of tokens, as a JSON Web Key Set (RFC 7517). */
public final class IssuerKeys {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.auth");

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 1 << 20;

  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration AHEAD = Duration.ofSeconds(30);

  /** Of a call that waits while another one fetches. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  /** Keys are fetched at most twice within this, whatever unknown keys are named. */
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

  private static final Duration OUTAGE = Duration.ofHours(24);

  private IssuerKeys() {}

  /**
   * Reads a key set.
   *
   * @throws IllegalArgumentException if it can't be used; the message is the rest of a sentence
   *     about it
   */
  public static JWKSet parse(String json) {
    try {
      JWKSet keys = JWKSet.parse(json);
      var signing = new JWKMatcher.Builder().keyTypes(KeyType.RSA, KeyType.EC).build();
      if (!new JWKSelector(signing).select(keys).isEmpty()) {
        return keys;
      }
    } catch (ParseException e) {
      // Told below, like a set without keys: the remedy is the same.
    }
    throw new IllegalArgumentException(
        "must hold a JSON Web Key Set with public keys of RSA or elliptic curves");
  }

  /** As they are now. */
  public static JWKSource<SecurityContext> of(Supplier<JWKSet> keys) {
    return (selector, _) -> selector.select(keys.get());
  }

  /**
   * As the issuer publishes them. They are fetched when the first token comes, then at least every
   * five minutes, ahead of their end, and when a token names an unknown one. While the issuer is
   * down, those that are known are good for a day.
   */
  public static JWKSource<SecurityContext> at(URL url) {
    var retriever =
        new DefaultResourceRetriever((int) CONNECT.toMillis(), (int) READ.toMillis(), MOST_BYTES);
    var fetched = new FetchedKeys(new URLBasedJWKSetSource<>(url, retriever), OUTAGE);
    return new AwaitedKeys(cached(fetched), fetched::last);
  }

  private static JWKSource<SecurityContext> cached(JWKSetSource<SecurityContext> fetched) {
    return JWKSourceBuilder.create(fetched)
        .cache(FRESH.toMillis(), WAIT.toMillis())
        .refreshAheadCache(
            AHEAD.toMillis(), null, Executors.newVirtualThreadPerTaskExecutor(), true, null, false)
        .rateLimited(BETWEEN_FETCHES.toMillis())
        .outageTolerant(
            OUTAGE.toMillis(),
            _ -> LOG.warn("the issuer's keys can't be fetched; those known stay in use"))
        .build();
  }
}
