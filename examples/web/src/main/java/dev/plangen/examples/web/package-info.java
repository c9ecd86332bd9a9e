/**
 * A page that shows a run while it happens. Begin at {@link dev.plangen.examples.web.PlanGenWeb};
 * {@link dev.plangen.examples.web.RunsHandler} is what the page asks, and {@link
 * dev.plangen.examples.web.EventsHandler} what it follows. The page itself is in the resources,
 * plain HTML, CSS and JavaScript.
 */
@NullMarked
package dev.plangen.examples.web;

import org.jspecify.annotations.NullMarked;
