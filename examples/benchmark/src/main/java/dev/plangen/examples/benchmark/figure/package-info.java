/** The figures, one a file. Each starts the processes that it needs and ends them. */
@NullMarked
package dev.plangen.examples.benchmark.figure;

import org.jspecify.annotations.NullMarked;
