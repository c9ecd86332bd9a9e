package dev.plangen.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.testing.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** More tokens at once than may wait for their issuer's keys. */
class CrowdedTokensTest {

  private static final JwtSettings SETTINGS =
      new JwtSettings("https://issuer.test/", "plangen", Duration.ZERO, "sub");

  private final AtomicInteger waiting = new AtomicInteger();
  private final CountDownLatch fetched = new CountDownLatch(1);

  @Test
  void onlySoManyTokensWaitForKeysAndKeepOutNoneWhoseKeyIsKnown() throws Exception {
    ECKey known = new ECKeyGenerator(Curve.P_256).keyID("known").generate();
    ECKey next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
    var later = new JWKSet(List.<JWK>of(known.toPublicJWK(), next.toPublicJWK()));
    var tokens =
        new JsonWebTokens(
            SETTINGS, new AwaitedKeys(whenFetched(later), () -> new JWKSet(known.toPublicJWK())));
    var served = new AtomicInteger();
    String unknown = token(next);
    for (int i = 0; i < AwaitedKeys.MOST_AT_ONCE; i++) {
      Thread.startVirtualThread(
          () -> {
            var _ = tokens.caller(unknown);
            served.incrementAndGet();
          });
    }
    Conditions.await(() -> waiting.get() == AwaitedKeys.MOST_AT_ONCE);

    FailureException refused =
        catchThrowableOfType(FailureException.class, () -> tokens.caller(unknown));

    assertThat(refused.failure()).isEqualTo(new Failure.AuthenticationUnavailable());
    assertThat(tokens.caller(token(known)).orElseThrow().tenant()).isEqualTo("acme");
    fetched.countDown();
    Conditions.await(() -> served.get() == AwaitedKeys.MOST_AT_ONCE);
    assertThat(tokens.caller(unknown).orElseThrow().tenant()).isEqualTo("acme");
  }

  private JWKSource<SecurityContext> whenFetched(JWKSet keys) {
    return (selector, _) -> {
      waiting.incrementAndGet();
      try {
        fetched.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return selector.select(keys);
    };
  }

  private static String token(ECKey key) throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(SETTINGS.issuer())
            .audience(SETTINGS.audience())
            .subject("acme")
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }
}
