/**
 * Structured concurrency on virtual threads: {@link dev.plangen.server.concurrent.Fanout} runs
 * siblings that end together, {@link dev.plangen.server.concurrent.Cancellation} reaches whatever
 * they wait for.
 *
 * <p>Imports nothing of the server.
 */
@NullMarked
package dev.plangen.server.concurrent;

import org.jspecify.annotations.NullMarked;
