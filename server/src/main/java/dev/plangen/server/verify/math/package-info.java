/**
 * Checks the equalities of plain numbers that a text states, with exact arithmetic: {@link
 * dev.plangen.server.verify.math.MathReport}. What is not plain, such as a variable or a function,
 * is left out; what is rounded is not decided.
 *
 * <p>May import {@code domain}, {@code verify.reading} and {@code verify.finding}.
 */
@NullMarked
package dev.plangen.server.verify.math;

import org.jspecify.annotations.NullMarked;
