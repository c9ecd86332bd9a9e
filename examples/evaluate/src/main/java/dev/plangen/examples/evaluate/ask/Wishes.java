package dev.plangen.examples.evaluate.ask;

import java.util.Optional;

/**
 * What is the same in all requests.
 *
 * @param label of the evaluation, by which its runs can be listed
 * @param seed for models that take one
 * @param maxOutputTokens of each call; the server's default if empty
 */
public record Wishes(String label, long seed, Optional<Integer> maxOutputTokens) {}
