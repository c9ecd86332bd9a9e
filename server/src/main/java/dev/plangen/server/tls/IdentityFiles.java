package dev.plangen.server.tls;

import java.nio.file.Path;

/**
 * Where a certificate with its private key is.
 *
 * @param certificate PEM, with its chain, itself first
 * @param key PEM: PKCS #8, not encrypted
 */
public record IdentityFiles(Path certificate, Path key) {}
