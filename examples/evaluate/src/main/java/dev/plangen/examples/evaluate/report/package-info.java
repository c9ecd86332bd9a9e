/**
 * From results to tables, a JSON file and pictures. Entry: {@code Report}. May import matrix,
 * problem, result, statistics and stop.
 */
@NullMarked
package dev.plangen.examples.evaluate.report;

import org.jspecify.annotations.NullMarked;
