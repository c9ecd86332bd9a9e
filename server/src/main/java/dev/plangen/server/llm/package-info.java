/**
 * Language models. {@link dev.plangen.server.llm.LanguageModel} is the interface; adapters live in
 * rooms of their own below. {@link dev.plangen.server.llm.SharedModel} is what all runs share of a
 * model, its limits included.
 *
 * <p>May import {@code domain} and {@code concurrent}.
 */
@NullMarked
package dev.plangen.server.llm;

import org.jspecify.annotations.NullMarked;
