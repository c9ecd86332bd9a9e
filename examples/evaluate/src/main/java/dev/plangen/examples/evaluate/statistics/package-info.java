/** Intervals for shares and for their differences, all at 95 %. Imports no other room. */
@NullMarked
package dev.plangen.examples.evaluate.statistics;

import org.jspecify.annotations.NullMarked;
