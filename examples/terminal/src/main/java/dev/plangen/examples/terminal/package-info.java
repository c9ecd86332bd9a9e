/**
 * The terminal client: {@code plangen}, begin at {@link dev.plangen.examples.terminal.Plangen}. Its
 * rooms: {@code command}, one class for each command; {@code option}, what commands have in common
 * on their line; {@code follow}, a run from its first update to its exit status; {@code show}, what
 * a person reads of it; {@code screen}, lines and the block that is drawn again and again.
 */
@NullMarked
package dev.plangen.examples.terminal;

import org.jspecify.annotations.NullMarked;
