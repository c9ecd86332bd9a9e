/**
 * The processes of a benchmark: how they are started, spoken to, watched and ended. Entry: {@code
 * Child} in the conductor, {@code Worker} in the others.
 */
@NullMarked
package dev.plangen.examples.benchmark.process;

import org.jspecify.annotations.NullMarked;
