package dev.plangen.server.config;

import java.util.Optional;

/**
 * The files of a TLS connection, all PEM.
 *
 * @param caFile certificates that vouch for the service; those that Java trusts by default
 * @param certificateFile this server's own certificate, with its chain; none by default
 * @param keyFile the private key of {@code certificateFile}
 */
public record TlsConfig(
    Optional<String> caFile, Optional<String> certificateFile, Optional<String> keyFile) {}
