/**
 * Services of the operator's own, called over gRPC: {@link dev.plangen.server.plugin.RemoteModel}
 * is a {@code plangen.v1.ModelService}, {@link dev.plangen.server.plugin.RemoteVerifier} a {@code
 * plangen.v1.VerifierService}, each behind a {@link dev.plangen.server.plugin.Connection}.
 *
 * <p>May import {@code domain}, {@code concurrent}, {@code llm}, {@code verify}, {@code tls} and
 * {@code files}, and the contract. What these services write in a status reaches neither callers
 * nor logs.
 */
@NullMarked
package dev.plangen.server.plugin;

import org.jspecify.annotations.NullMarked;
