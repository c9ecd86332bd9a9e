/** A streamed solve from a service that runs on Java 17. */
@NullMarked
package dev.plangen.examples.java17;

import org.jspecify.annotations.NullMarked;
