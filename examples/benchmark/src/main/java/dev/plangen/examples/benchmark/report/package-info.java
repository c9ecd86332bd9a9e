/** From measured values to the table and the JSON file. */
@NullMarked
package dev.plangen.examples.benchmark.report;

import org.jspecify.annotations.NullMarked;
