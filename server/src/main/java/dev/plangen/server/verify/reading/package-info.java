/**
 * Reading English for the built-in verifiers: {@link dev.plangen.server.verify.reading.Lexer} makes
 * tokens, {@link dev.plangen.server.verify.reading.Sentences} sentences of them, and a {@link
 * dev.plangen.server.verify.reading.Cursor} goes over a sentence word by word. Everything is linear
 * in the length of the text.
 *
 * <p>Imports nothing of the server.
 */
@NullMarked
package dev.plangen.server.verify.reading;

import org.jspecify.annotations.NullMarked;
