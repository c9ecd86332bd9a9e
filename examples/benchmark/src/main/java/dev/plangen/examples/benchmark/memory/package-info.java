/** A process with the server's own classes in it, to look at its heap. */
@NullMarked
package dev.plangen.examples.benchmark.memory;

import org.jspecify.annotations.NullMarked;
