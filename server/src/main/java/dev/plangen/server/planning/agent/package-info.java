/**
 * The agents of PlanGEN, one model question each, and {@link
 * dev.plangen.server.planning.agent.RunContext}: the run, as they see it.
 *
 * <p>May import {@code domain}, {@code concurrent}, {@code llm}, {@code verify} and {@code
 * planning.prompt}.
 */
@NullMarked
package dev.plangen.server.planning.agent;

import org.jspecify.annotations.NullMarked;
