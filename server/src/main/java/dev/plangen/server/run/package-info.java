/**
 * Runs: {@link dev.plangen.server.run.Runs} starts them, {@link dev.plangen.server.run.RunLog}
 * holds what happened, {@link dev.plangen.server.run.RunReader} follows it from any place.
 *
 * <p>May import {@code domain}, {@code planning}, {@code llm} and {@code concurrent}.
 */
@NullMarked
package dev.plangen.server.run;

import org.jspecify.annotations.NullMarked;
