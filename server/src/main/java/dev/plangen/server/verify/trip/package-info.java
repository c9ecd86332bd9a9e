/**
 * Proves and refutes trips for problems in the trip form of NATURAL PLAN: {@link
 * dev.plangen.server.verify.trip.TripProof}. A problem or a plan of which anything is not
 * understood gets no opinion.
 *
 * <p>May import {@code domain}, {@code verify.reading} and {@code verify.finding}; shares no code
 * with the offline model.
 */
@NullMarked
package dev.plangen.server.verify.trip;

import org.jspecify.annotations.NullMarked;
