/** What a person reads: of runs as they go, of results, and of failures. */
@NullMarked
package dev.plangen.examples.terminal.show;

import org.jspecify.annotations.NullMarked;
