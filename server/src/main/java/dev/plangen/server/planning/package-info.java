/**
 * The PlanGEN method. {@link dev.plangen.server.planning.Planner} does any job of a run, with the
 * agents, the prompts and the search algorithms in the rooms below.
 *
 * <p>May import {@code domain}, {@code llm}, {@code verify} and {@code concurrent}. Knows nothing
 * of who listens to a run.
 */
@NullMarked
package dev.plangen.server.planning;

import org.jspecify.annotations.NullMarked;
