/**
 * What an operator keeps in files beside the configuration, secrets above all: {@link
 * dev.plangen.server.files.Reread} reads them again when they change.
 *
 * <p>Imports nothing of the server. What a file holds reaches no log and no message.
 */
@NullMarked
package dev.plangen.server.files;

import org.jspecify.annotations.NullMarked;
