/**
 * What came of each run, and the file that keeps it. Entry: {@code ResultsFile}. May import matrix,
 * problem and stop.
 */
@NullMarked
package dev.plangen.examples.evaluate.result;

import org.jspecify.annotations.NullMarked;
