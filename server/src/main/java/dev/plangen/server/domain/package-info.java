/**
 * What the server speaks about: records, sealed events and failures, names of calls. Flat,
 * immutable, and known to every other room.
 *
 * <p>Imports nothing of the server.
 */
@NullMarked
package dev.plangen.server.domain;

import org.jspecify.annotations.NullMarked;
