/**
 * Measures the server against what it is made of. Entry: {@code Benchmark}, which conducts; all
 * work is done in processes of their own.
 */
@NullMarked
package dev.plangen.examples.benchmark;

import org.jspecify.annotations.NullMarked;
