/**
 * What is asked of each problem, and in which order. Entry: {@code Matrix}. May import problem and
 * stop.
 */
@NullMarked
package dev.plangen.examples.evaluate.matrix;

import org.jspecify.annotations.NullMarked;
