/** What commands have in common on their line, and how it becomes requests. */
@NullMarked
package dev.plangen.examples.terminal.option;

import org.jspecify.annotations.NullMarked;
