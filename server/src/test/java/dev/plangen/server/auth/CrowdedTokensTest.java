package dev.plangen.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.testing.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** More tokens at once than may wait for their issuer's keys. */
class CrowdedTokensTest {

  private static final JwtSettings SETTINGS =
      new JwtSettings("https://issuer.test/", "plangen", Duration.ZERO, "sub");

  @Test
  void beyondALimitTokensAreSentAwayAtOnceInsteadOfWaitingForKeys() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    var keys = new JWKSet(key.toPublicJWK());
    var waiting = new AtomicInteger();
    var served = new AtomicInteger();
    var fetched = new CountDownLatch(1);
    var tokens =
        new JsonWebTokens(
            SETTINGS,
            (selector, _) -> {
              waiting.incrementAndGet();
              try {
                fetched.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return selector.select(keys);
            });
    String token = token(key);
    for (int i = 0; i < JsonWebTokens.MOST_AT_ONCE; i++) {
      Thread.startVirtualThread(
          () -> {
            var _ = tokens.caller(token);
            served.incrementAndGet();
          });
    }
    Conditions.await(() -> waiting.get() == JsonWebTokens.MOST_AT_ONCE);

    FailureException refused =
        catchThrowableOfType(FailureException.class, () -> tokens.caller(token));

    assertThat(refused.failure()).isEqualTo(new Failure.AuthenticationUnavailable());
    fetched.countDown();
    Conditions.await(() -> served.get() == JsonWebTokens.MOST_AT_ONCE);
    assertThat(tokens.caller(token).orElseThrow().tenant()).isEqualTo("acme");
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
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("first").build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }
}
