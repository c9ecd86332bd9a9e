/**
 * The fuzz command: {@link dev.plangen.server.fuzz.Fuzz} says malformed and random things to a
 * server in a process of its own, on many connections, and holds it to the pace that it had before.
 */
@NullMarked
package dev.plangen.server.fuzz;

import org.jspecify.annotations.NullMarked;
