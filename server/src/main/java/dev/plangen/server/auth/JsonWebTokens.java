package dev.plangen.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON Web Tokens of one issuer, signed with a key that it has published. Every other token is one
 * of these and not good.
 */
public final class JsonWebTokens implements TokenCheck {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.auth");

  /**
   * Whoever has an issuer's public key could make tokens by an algorithm that takes the same key
   * for signing; so only those that have two keys, of RSA and of elliptic curves.
   */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** RFC 9068 has the second; many issuers send none. */
  private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
      new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

  private final JwtSettings settings;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * @param keys the issuer's; may block for seconds
   */
  public JsonWebTokens(JwtSettings settings, JWKSource<SecurityContext> keys) {
    this.settings = settings;
    processor.setJWSTypeVerifier(TYPES);
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    // The audience is looked at afterwards: a good token for somebody else is told apart.
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(), Set.of("exp"));
    claims.setMaxClockSkew(Math.toIntExact(settings.clockSkew().toSeconds()));
    processor.setJWTClaimsSetVerifier(claims);
  }

  @Override
  public Optional<Caller> caller(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      // Before its key is looked for: another issuer's token must not make us fetch any.
      if (!settings.issuer().equals(jwt.getJWTClaimsSet().getIssuer())) {
        throw notGood();
      }
      return Optional.of(caller(processor.process(jwt, null)));
    } catch (FailureException e) {
      throw e;
    } catch (ExpiredJWTException e) {
      throw Authentication.unauthenticated("The token has expired; get a new one.");
    } catch (RateLimitReachedException e) {
      // The issuer may have a new key, but has been asked just now, or too many wait for it.
      throw new FailureException(new Failure.AuthenticationUnavailable());
    } catch (KeySourceException e) {
      LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("no keys for tokens");
      throw new FailureException(new Failure.AuthenticationUnavailable());
    } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
      // Whatever the library throws over what a stranger wrote: of a header null, for one, an NPE.
      throw notGood();
    }
  }

  private FailureException notGood() {
    return Authentication.unauthenticated(
        "The token is not good here: it must be a JSON Web Token of the issuer "
            + settings.issuer()
            + ", signed with one of its keys, and valid now; or a key from the operator.");
  }

  private Caller caller(JWTClaimsSet claims) {
    if (!claims.getAudience().contains(settings.audience())) {
      throw Authentication.denied(
          "The token is for somebody else: its aud must hold " + settings.audience() + ".");
    }
    return Optional.ofNullable(claims.getClaim(settings.tenantClaim()))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .flatMap(Tenants::caller)
        .orElseThrow(
            () ->
                Authentication.denied(
                    "The token names no tenant: its claim "
                        + settings.tenantClaim()
                        + " must be "
                        + Tenants.RULE
                        + "."));
  }
}
