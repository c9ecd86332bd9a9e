package dev.plangen.server.config;

import java.util.List;
import java.util.Optional;

/**
 * How the server proves who it is, and whom it lets connect. All files are PEM.
 *
 * @param certificateFile the server's certificate, with its chain
 * @param keyFile the private key of {@code certificateFile}
 * @param clientCaFile certificates that vouch for clients
 * @param clientAuth whether clients show a certificate: {@code none}, {@code optional}, {@code
 *     required}; none by default
 */
public record ServerTlsConfig(
    Optional<String> certificateFile,
    Optional<String> keyFile,
    Optional<String> clientCaFile,
    Optional<String> clientAuth) {

  static final List<String> CLIENT_AUTH = List.of("none", "optional", "required");

  public static final String DEFAULT_CLIENT_AUTH = "none";

  /** Whether clients may show a certificate. */
  boolean asksClients() {
    return !clientAuth.orElse(DEFAULT_CLIENT_AUTH).equals(DEFAULT_CLIENT_AUTH);
  }
}
