/** Puts lines on a terminal or into a file. Knows nothing of PlanGEN. */
@NullMarked
package dev.plangen.examples.terminal.screen;

import org.jspecify.annotations.NullMarked;
