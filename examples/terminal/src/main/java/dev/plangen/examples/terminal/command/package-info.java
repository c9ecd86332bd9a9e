/** One class for each command. */
@NullMarked
package dev.plangen.examples.terminal.command;

import org.jspecify.annotations.NullMarked;
