/**
 * Tells operators what happens: log lines, OpenTelemetry's traces and metrics. Listens; decides
 * nothing. {@link dev.plangen.server.telemetry.Telemetry} is where exporters are chosen.
 *
 * <p>May import {@code domain}.
 */
@NullMarked
package dev.plangen.server.telemetry;

import org.jspecify.annotations.NullMarked;
