/**
 * What models are asked and how their answers are read.
 *
 * <p>May import {@code domain} and {@code llm}.
 */
@NullMarked
package dev.plangen.server.planning.prompt;

import org.jspecify.annotations.NullMarked;
