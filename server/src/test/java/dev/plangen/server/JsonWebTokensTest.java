package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.plangen.server.config.ConfigException;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.IssuerEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.StartRunRequest;
import io.grpc.Channel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of an issuer, as callers over a socket meet them. */
class JsonWebTokensTest {

  private static final String ISSUER = "https://issuer.test/";
  private static final String AUDIENCE = "plangen";

  private static ECKey key;
  private static ECKey nextKey;
  private static RSAKey rsaKey;

  @TempDir private Path directory = Path.of("unset");

  private @Nullable SecuredServer started;

  private SecuredServer server() {
    return Objects.requireNonNull(started);
  }

  @BeforeAll
  static void makeKeys() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    nextKey = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
    rsaKey = new RSAKeyGenerator(2048).keyID("rsa").generate();
  }

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  private Path keys(JWK... published) throws IOException {
    return Files.writeString(
        directory.resolve("jwks.json"), new JWKSet(List.of(published)).toString(true));
  }

  private void start(String jwt) throws IOException {
    started =
        new SecuredServer(
            new OfflineModel(OfflineSettings.exact()),
            directory,
            "auth: {jwt: {issuer: '%s', audience: %s, %s}}".formatted(ISSUER, AUDIENCE, jwt));
  }

  private void startWith(JWK... published) throws IOException {
    start("jwks_file: " + keys(published));
  }

  private static JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject("acme")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  private static String token(JWTClaimsSet claims, ECKey by) throws Exception {
    return token(claims, JWSAlgorithm.ES256, by.getKeyID(), new ECDSASigner(by));
  }

  private static String token(
      JWTClaimsSet claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer)
      throws Exception {
    var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private Channel with(String token) {
    return SecuredServer.with(server().plaintext(), "Bearer " + token);
  }

  private static void call(Channel channel) {
    var _ =
        PlanGenServiceGrpc.newBlockingStub(channel)
            .listModels(ListModelsRequest.getDefaultInstance());
  }

  private boolean isServed(String token) {
    return catchThrowable(() -> call(with(token))) == null;
  }

  private Details refused(String token) {
    Details refused = Refused.details(catchThrowable(() -> call(with(token))));
    assertThat(refused.everything()).doesNotContain(token);
    return refused;
  }

  private void assertUnauthenticated(String token) {
    Details refused = refused(token);
    assertThat(refused.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refused.reason()).isEqualTo("UNAUTHENTICATED");
  }

  private void assertDenied(String token, String told) {
    Details refused = refused(token);
    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("PERMISSION_DENIED");
    assertThat(refused.message()).contains(told);
  }

  @Test
  void aGoodTokenIsServedWhateverOfTheIssuersKeysAndAlgorithmsItHas() throws Exception {
    startWith(key.toPublicJWK(), rsaKey.toPublicJWK());

    assertThat(isServed(token(claims().build(), key))).isTrue();
    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS512)) {
      assertThat(isServed(token(claims().build(), algorithm, "rsa", new RSASSASigner(rsaKey))))
          .isTrue();
    }
    assertThat(isServed(token(claims().audience(List.of("x", AUDIENCE)).build(), key))).isTrue();
    var accessToken =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt")).build(),
            claims().build());
    accessToken.sign(new ECDSASigner(key));
    assertThat(isServed(accessToken.serialize())).isTrue();
  }

  @Test
  void theTenantIsTheSubjectUnlessAnotherClaimIsConfigured() throws Exception {
    start("tenant_claim: org, jwks_file: " + keys(key.toPublicJWK()));
    Channel acme = with(token(claims().claim("org", "acme").subject("ann").build(), key));
    Channel alsoAcme = with(token(claims().claim("org", "acme").subject("ben").build(), key));
    Channel globex = with(token(claims().claim("org", "globex").subject("ann").build(), key));

    var _ =
        RunServiceGrpc.newBlockingStub(acme)
            .startRun(StartRunRequest.newBuilder().setRequest(Problems.meeting()).build());

    assertThat(runs(acme)).isEqualTo(1);
    assertThat(runs(alsoAcme)).isEqualTo(1);
    assertThat(runs(globex)).isZero();
  }

  private static int runs(Channel channel) {
    return RunServiceGrpc.newBlockingStub(channel)
        .listRuns(ListRunsRequest.getDefaultInstance())
        .getRunsCount();
  }

  @Test
  void aTokenOfAnotherIssuerOrSignedByAnotherKeyIsRefused() throws Exception {
    startWith(key.toPublicJWK());

    assertUnauthenticated(token(claims().issuer("https://other.test/").build(), key));
    assertUnauthenticated(token(claims().issuer(null).build(), key));
    assertUnauthenticated(token(claims().build(), nextKey));
    ECKey impostor = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    assertUnauthenticated(token(claims().build(), impostor));
    String good = token(claims().build(), key);
    assertUnauthenticated(good.substring(0, good.lastIndexOf('.') + 1));
    assertUnauthenticated(good.substring(0, good.length() - 4) + "AAAA");
  }

  @Test
  void whateverIsNoTokenIsRefused() throws Exception {
    startWith(key.toPublicJWK());

    // The last one's header is null, as JSON.
    for (String junk :
        List.of(
            "no-token-at-all",
            "a.b.c",
            "...",
            "eyJhbGciOiJFUzI1NiJ9.e30.AA",
            "é",
            "bnVsbA.e30.AAAA")) {
      assertThat(refused(junk).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void anUnsignedTokenAndOneSignedWithThePublicKeyAreRefused() throws Exception {
    startWith(key.toPublicJWK(), rsaKey.toPublicJWK());

    assertUnauthenticated(new PlainJWT(claims().build()).serialize());
    for (byte[] known :
        List.of(
            rsaKey.toPublicKey().getEncoded(),
            key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
      assertUnauthenticated(
          token(claims().build(), JWSAlgorithm.HS256, "rsa", new MACSigner(known)));
    }
  }

  @ParameterizedTest
  @CsvSource({"-61, -1, false", "-50, -1, true", "600, 50, true", "600, 70, false"})
  void timesCountWithinTheClocksSkew(long expiry, long notBefore, boolean served) throws Exception {
    startWith(key.toPublicJWK());

    JWTClaimsSet claims = claims().expirationTime(in(expiry)).notBeforeTime(in(notBefore)).build();

    assertThat(isServed(token(claims, key))).isEqualTo(served);
  }

  @Test
  void anExpiredTokenIsToldSoAndOneWithoutAnEndIsRefused() throws Exception {
    start("clock_skew_seconds: 0, jwks_file: " + keys(key.toPublicJWK()));

    Details expired = refused(token(claims().expirationTime(in(-2)).build(), key));
    assertThat(expired.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(expired.message()).contains("expired", "new one");
    assertUnauthenticated(token(claims().expirationTime(null).build(), key));
  }

  @Test
  void aGoodTokenForSomebodyElseOrOfNobodyIsDenied() throws Exception {
    startWith(key.toPublicJWK());

    assertDenied(token(claims().audience("other").build(), key), "aud must hold plangen");
    assertDenied(token(claims().audience((String) null).build(), key), "aud must hold plangen");
    assertDenied(token(claims().subject(null).build(), key), "claim sub");
    assertDenied(token(claims().subject("").build(), key), "claim sub");
    assertDenied(token(claims().subject("a b").build(), key), "claim sub");
    assertDenied(token(claims().subject("anonymous").build(), key), "claim sub");
    assertDenied(token(claims().subject("x".repeat(257)).build(), key), "claim sub");
  }

  @Test
  void aChangedKeySetFileIsUsedWithoutARestart() throws Exception {
    startWith(key.toPublicJWK());
    String old = token(claims().build(), key);
    String replaced = token(claims().build(), nextKey);
    assertThat(isServed(old)).isTrue();

    var _ = keys(nextKey.toPublicJWK());

    Conditions.await(() -> isServed(replaced));
    assertUnauthenticated(old);
  }

  @Test
  void aKeySetThatCannotBeUsedIsRefusedAtTheStart() throws Exception {
    Path file = Files.writeString(directory.resolve("jwks.json"), "{\"keys\": []}");

    assertThatThrownBy(() -> start("jwks_file: " + file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("auth.jwt.jwks_file", file.toString(), "JSON Web Key Set");
  }

  @Test
  void aKeyThatTheIssuerHasJustPublishedIsFetched() throws Exception {
    try (var issuer = new IssuerEndpoint(new JWKSet(key.toPublicJWK()).toString(true))) {
      start("jwks_url: '" + issuer.url() + "'");
      assertThat(isServed(token(claims().build(), key))).isTrue();
      assertThat(isServed(token(claims().build(), key))).isTrue();
      assertThat(issuer.asked()).isEqualTo(1);

      issuer.publish(
          new JWKSet(List.<JWK>of(key.toPublicJWK(), nextKey.toPublicJWK())).toString(true));

      assertThat(isServed(token(claims().build(), nextKey))).isTrue();
      assertThat(issuer.asked()).isEqualTo(2);
    }
  }

  @Test
  void unknownKeysAndOtherIssuersTokensDoNotMakeTheServerAskTheIssuerAgainAndAgain()
      throws Exception {
    try (var issuer = new IssuerEndpoint(new JWKSet(key.toPublicJWK()).toString(true))) {
      start("jwks_url: '" + issuer.url() + "'");
      assertThat(isServed(token(claims().build(), key))).isTrue();
      for (int i = 0; i < 20; i++) {
        ECKey unknown = new ECKeyGenerator(Curve.P_256).keyID("unknown-" + i).generate();
        assertThat(isServed(token(claims().build(), unknown))).isFalse();
        assertUnauthenticated(token(claims().issuer("https://other.test/").build(), unknown));
      }

      assertThat(issuer.asked()).isLessThanOrEqualTo(2);
      assertThat(isServed(token(claims().build(), key))).isTrue();
    }
  }

  @Test
  void whileTheIssuerIsDownTheKeysThatAreKnownAreGood() throws Exception {
    try (var issuer = new IssuerEndpoint(new JWKSet(key.toPublicJWK()).toString(true))) {
      start("jwks_url: '" + issuer.url() + "'");
      String good = token(claims().build(), key);
      assertThat(isServed(good)).isTrue();

      issuer.fail();

      Details unknown = refused(token(claims().build(), nextKey));
      assertThat(unknown.code()).isIn(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED);
      assertThat(isServed(good)).isTrue();
    }
  }

  @Test
  void withoutAnyKeysTokensCannotBeCheckedWhichIsNotTheirFault() throws Exception {
    try (var issuer = new IssuerEndpoint("{}");
        var logs = new CapturedLogs()) {
      issuer.fail();
      start("jwks_url: '" + issuer.url() + "'");

      for (int i = 0; i < 5; i++) {
        Details refused = refused(token(claims().build(), key));
        assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.reason()).isEqualTo("AUTHENTICATION_UNAVAILABLE");
        assertThat(refused.retry()).isPresent();
      }
      assertThat(issuer.asked()).isLessThanOrEqualTo(2);
      assertThat(logs.text()).contains("no keys for tokens");
    }
  }

  @Test
  void anIssuerThatDoesNotAnswerHoldsUpNobodyElse() throws Exception {
    try (var issuer = new IssuerEndpoint(new JWKSet(key.toPublicJWK()).toString(true))) {
      start("jwks_url: '" + issuer.url() + "'");
      String good = token(claims().build(), key);
      assertThat(isServed(good)).isTrue();

      issuer.stall();
      String unknown = token(claims().build(), nextKey);
      Thread waiting = Thread.startVirtualThread(() -> isServed(unknown));
      issuer.awaitStalled();
      long begun = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(isServed(good)).isTrue();
      }
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);

      assertThat(waiting.isAlive()).isTrue();
      assertThat(taken).isLessThan(Duration.ofSeconds(3));
      issuer.hangUp();
      assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void keysFromAFileAreGoodBesideTokensOfAnIssuer() throws Exception {
    Path preshared = Files.writeString(directory.resolve("keys"), "acme key-of-acme-0123456789");
    UnaryOperator<String> section =
        jwks ->
            "auth: {keys_file: %s, jwt: {issuer: '%s', audience: %s, jwks_file: %s}}"
                .formatted(preshared, ISSUER, AUDIENCE, jwks);
    started =
        new SecuredServer(
            new OfflineModel(OfflineSettings.exact()),
            directory,
            section.apply(Objects.toString(keys(key.toPublicJWK()))));

    assertThat(isServed("key-of-acme-0123456789")).isTrue();
    assertThat(isServed(token(claims().build(), key))).isTrue();
    assertUnauthenticated("key-of-acme-0123456780");
  }
}
