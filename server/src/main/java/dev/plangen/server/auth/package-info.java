/**
 * Who calls: {@link dev.plangen.server.auth.Authentication} makes a {@code Caller} of what a call
 * brings along.
 *
 * <p>May import {@code domain}. Knows nothing of gRPC; what a call brings reaches neither logs nor
 * messages.
 */
@NullMarked
package dev.plangen.server.auth;

import org.jspecify.annotations.NullMarked;
