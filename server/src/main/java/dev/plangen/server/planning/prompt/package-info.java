/**
 * What models are asked, in the words of a profile, and how their answers are read. {@link
 * dev.plangen.server.planning.prompt.Prompts} asks; there is a reader for each form of answer.
 *
 * <p>May import {@code domain} and {@code llm}.
 */
@NullMarked
package dev.plangen.server.planning.prompt;

import org.jspecify.annotations.NullMarked;
