/**
 * Tells operators what happens. Listens; decides nothing.
 *
 * <p>May import {@code domain}.
 */
@NullMarked
package dev.plangen.server.telemetry;

import org.jspecify.annotations.NullMarked;
