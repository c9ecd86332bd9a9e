/**
 * The facts that a plan states, read from free text: what plans are compared by. Entry: {@code
 * AnswerReader}. Shares no code with the server's verifiers, which judge plans; imports no other
 * room.
 */
@NullMarked
package dev.plangen.examples.evaluate.answer;

import org.jspecify.annotations.NullMarked;
