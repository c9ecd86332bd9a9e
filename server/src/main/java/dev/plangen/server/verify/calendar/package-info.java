/**
 * Proves and refutes meeting times for problems in the calendar form of NATURAL PLAN: {@link
 * dev.plangen.server.verify.calendar.CalendarProof}. A problem or a plan of which anything is not
 * understood gets no opinion.
 *
 * <p>May import {@code domain}, {@code verify.reading} and {@code verify.finding}; shares no code
 * with the offline model.
 */
@NullMarked
package dev.plangen.server.verify.calendar;

import org.jspecify.annotations.NullMarked;
