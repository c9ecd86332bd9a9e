/** A process that plays the callers of a server. */
@NullMarked
package dev.plangen.examples.benchmark.load;

import org.jspecify.annotations.NullMarked;
