/**
 * What a service does with the Java client, a pattern a file. Each has a {@code main} that takes
 * {@code HOST:PORT} and a problem; {@link dev.plangen.examples.patterns.PlanningService} is where
 * they come together.
 */
@NullMarked
package dev.plangen.examples.patterns;

import org.jspecify.annotations.NullMarked;
