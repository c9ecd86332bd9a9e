/**
 * A process that plays the model provider, as cheaply as it can: Chat Completions, streamed at a
 * set pace.
 */
@NullMarked
package dev.plangen.examples.benchmark.endpoint;

import org.jspecify.annotations.NullMarked;
