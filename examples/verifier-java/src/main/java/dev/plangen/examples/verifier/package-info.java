/**
 * A verifier of one's own: {@link dev.plangen.examples.verifier.FridayVerifier}, and its server.
 */
@NullMarked
package dev.plangen.examples.verifier;

import org.jspecify.annotations.NullMarked;
