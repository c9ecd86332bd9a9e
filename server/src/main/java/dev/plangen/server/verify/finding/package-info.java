/**
 * From single findings to an opinion: {@link dev.plangen.server.verify.finding.Assessment} holds a
 * plan against what a problem demands and against the run's constraints, and applies the rule of
 * the score.
 *
 * <p>May import {@code domain}.
 */
@NullMarked
package dev.plangen.server.verify.finding;

import org.jspecify.annotations.NullMarked;
