package dev.plangen.client;

import dev.plangen.v1.GenerateChunk;

/**
 * A model has written more. Immutable.
 *
 * @param chunk what was written where; the last one, and only it, has finish_reason and usage
 * @param text the whole text so far. It is a longer one than before, or, where the server had to
 *     ask its model again, one that starts anew
 */
public record Generated(GenerateChunk chunk, String text) {}
