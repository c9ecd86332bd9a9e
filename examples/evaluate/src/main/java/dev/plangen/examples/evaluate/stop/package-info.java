/** Why an evaluation ends before its end. Imports no other room. */
@NullMarked
package dev.plangen.examples.evaluate.stop;

import org.jspecify.annotations.NullMarked;
