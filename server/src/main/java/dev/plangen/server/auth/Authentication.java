package dev.plangen.server.auth;

import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells who makes a call. The first credential that it brings, and that there is a check for,
 * decides: a token, which is the call's own, before a certificate, which is the connection's. What
 * there is no check for is not looked at; what is wrong is refused, also where callers without
 * credentials are let in. Thread-safe.
 *
 * @param tokens asked in this order
 * @param certificates how a client's certificate names its tenant, if it does
 * @param stranger who makes a call without credentials; empty refuses it
 */
public record Authentication(
    List<TokenCheck> tokens, Optional<CertificateName> certificates, Optional<Caller> stranger) {

  /** Nobody is asked. */
  public static final Authentication OPEN =
      new Authentication(List.of(), Optional.empty(), Optional.of(Caller.ANONYMOUS));

  private static final Pattern BEARER =
      Pattern.compile("bearer +([\\x21-\\x7e]+)", Pattern.CASE_INSENSITIVE);

  public Authentication {
    tokens = List.copyOf(tokens);
  }

  /** Whether callers can be of different tenants; if not, all are strangers. */
  public boolean tellsApart() {
    return !tokens.isEmpty() || certificates.isPresent();
  }

  /**
   * Who makes the call.
   *
   * @throws FailureException with {@code Unauthenticated}, {@code PermissionDenied} or {@code
   *     AuthenticationUnavailable}
   */
  public Caller caller(Credentials credentials) {
    if (!tokens.isEmpty() && !credentials.authorization().isEmpty()) {
      return ofToken(bearer(credentials.authorization()));
    }
    if (certificates.isPresent() && credentials.certificate().isPresent()) {
      return certificates.get().caller(credentials.certificate().get());
    }
    return stranger.orElseThrow(
        () -> unauthenticated("The call brings no credentials: send " + accepted() + "."));
  }

  /** With more than one, somebody on the way could have added another. */
  private static String bearer(List<String> authorization) {
    Matcher bearer = BEARER.matcher(authorization.getFirst());
    if (authorization.size() > 1 || !bearer.matches()) {
      throw unauthenticated("Send the header authorization once, as \"Bearer\" and a token.");
    }
    return bearer.group(1);
  }

  private Caller ofToken(String token) {
    for (TokenCheck check : tokens) {
      Optional<Caller> caller = check.caller(token);
      if (caller.isPresent()) {
        return caller.get();
      }
    }
    throw unauthenticated("The token is not known here; ask the operator for one.");
  }

  private String accepted() {
    String token = "the header authorization, as \"Bearer\" and a token";
    String certificate = "a client certificate";
    if (certificates.isEmpty()) {
      return token;
    }
    return tokens.isEmpty() ? certificate : token + ", or " + certificate;
  }

  static FailureException unauthenticated(String message) {
    return new FailureException(new Failure.Unauthenticated(message));
  }

  static FailureException denied(String message) {
    return new FailureException(new Failure.PermissionDenied(message));
  }
}
