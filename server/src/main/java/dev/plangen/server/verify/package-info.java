/**
 * Verifiers that check plans by programs instead of asking a model: {@link
 * dev.plangen.server.verify.Verifier} and the built-in ones.
 *
 * <p>May import {@code domain} and {@code concurrent}. Shares no code with the offline model, so
 * that neither hides the other's errors.
 */
@NullMarked
package dev.plangen.server.verify;

import org.jspecify.annotations.NullMarked;
