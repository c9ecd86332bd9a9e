/** The server itself: wiring, start and drain. */
@NullMarked
package dev.plangen.server;

import org.jspecify.annotations.NullMarked;
