/**
 * Evaluates plans against a running server. Entry: {@code Evaluate}, the command; {@code
 * Evaluation} makes the runs. The rooms below know nothing of this one.
 */
@NullMarked
package dev.plangen.examples.evaluate;

import org.jspecify.annotations.NullMarked;
