/** Follows a run from its first update to an exit status, and leaves it when it is interrupted. */
@NullMarked
package dev.plangen.examples.terminal.follow;

import org.jspecify.annotations.NullMarked;
