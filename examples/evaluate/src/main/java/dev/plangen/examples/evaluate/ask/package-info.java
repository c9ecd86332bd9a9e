/**
 * Asks the server: a run, then what its plans are worth. Entry: {@code Asker}. May import matrix,
 * problem, result and stop.
 */
@NullMarked
package dev.plangen.examples.evaluate.ask;

import org.jspecify.annotations.NullMarked;
