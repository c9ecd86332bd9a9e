/** What the server is held against, each as short as it can be. */
@NullMarked
package dev.plangen.examples.benchmark.baseline;

import org.jspecify.annotations.NullMarked;
