/** The problems and their golden plans. Entry: {@code ProblemFiles}. May import answer and stop. */
@NullMarked
package dev.plangen.examples.evaluate.problem;

import org.jspecify.annotations.NullMarked;
