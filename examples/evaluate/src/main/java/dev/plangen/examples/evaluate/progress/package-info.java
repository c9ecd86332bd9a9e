/** How far the evaluation is, for the person who waits. Entry: {@code Progress}. */
@NullMarked
package dev.plangen.examples.evaluate.progress;

import org.jspecify.annotations.NullMarked;
