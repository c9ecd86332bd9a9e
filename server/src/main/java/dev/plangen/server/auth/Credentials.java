package dev.plangen.server.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a call brings along to tell who makes it.
 *
 * @param authorization values of the header {@code authorization}
 * @param certificate that of the connection's client, which TLS has checked
 */
public record Credentials(List<String> authorization, Optional<X509Certificate> certificate) {

  public Credentials {
    authorization = List.copyOf(authorization);
  }

  /** A record's would print the tokens. */
  @Override
  public String toString() {
    return "Credentials";
  }
}
