/**
 * What an operator sees of a running server and may change: {@code plangen.admin.v1}. Entry: {@link
 * dev.plangen.server.admin.AdminEndpoint}.
 *
 * <p>May import {@code concurrent}, {@code domain}, {@code run} and {@code telemetry}.
 */
@NullMarked
package dev.plangen.server.admin;

import org.jspecify.annotations.NullMarked;
