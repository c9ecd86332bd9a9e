/**
 * What an operator configures: typed, with defaults and bounds. {@link
 * dev.plangen.server.config.ConfigReader} reads it.
 *
 * <p>Imports nothing of the server.
 */
@NullMarked
package dev.plangen.server.config;

import org.jspecify.annotations.NullMarked;
