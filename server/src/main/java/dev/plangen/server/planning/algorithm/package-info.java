/**
 * Search algorithms: how candidates are found and verified.
 *
 * <p>May import {@code domain}, {@code concurrent}, {@code llm}, {@code planning.prompt} and {@code
 * planning.agent}.
 */
@NullMarked
package dev.plangen.server.planning.algorithm;

import org.jspecify.annotations.NullMarked;
