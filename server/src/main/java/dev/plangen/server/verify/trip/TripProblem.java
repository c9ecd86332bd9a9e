package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.finding.Demand;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trip problem, wholly understood.
 *
 * @param days of the whole trip
 * @param stays for how many days each city is to be visited, in the order of the problem
 * @param flights the direct ones that there are
 * @param demands all that it demands
 * @param atlas knows the cities
 */
record TripProblem(
    int days,
    Map<City, Integer> stays,
    Set<Flight> flights,
    List<TripFact.Presence> presences,
    List<Demand<TripFact>> demands,
    Atlas atlas) {}
