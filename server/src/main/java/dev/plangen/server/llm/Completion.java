package dev.plangen.server.llm;

import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;

/** How a generation ended. Its text is what the sink received since the last {@code begin}. */
public record Completion(FinishCause finish, TokenCount tokens) {}
