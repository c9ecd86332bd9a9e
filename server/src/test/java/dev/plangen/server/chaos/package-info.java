/**
 * The chaos command: {@link dev.plangen.server.chaos.Chaos} sets a crowd of callers on a whole
 * server whose provider fails at random, does to them what networks and people do, and then asks
 * whether everything is back where it was.
 */
@NullMarked
package dev.plangen.server.chaos;

import org.jspecify.annotations.NullMarked;
