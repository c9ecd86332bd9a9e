/**
 * Certificates and keys in PEM files, for gRPC's transports: {@link
 * dev.plangen.server.tls.TlsFiles} takes changed ones for new connections.
 *
 * <p>May import {@code files}.
 */
@NullMarked
package dev.plangen.server.tls;

import org.jspecify.annotations.NullMarked;
