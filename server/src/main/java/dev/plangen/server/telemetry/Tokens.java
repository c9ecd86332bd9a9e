package dev.plangen.server.telemetry;

import dev.plangen.server.domain.TokenCount;
import io.opentelemetry.api.trace.Span;

/** Token counts as attributes of a span. What is unknown is left out. */
final class Tokens {

  private Tokens() {}

  static void set(Span span, TokenCount tokens) {
    tokens.input().ifPresent(count -> span.setAttribute(GenAi.INPUT_TOKENS, count));
    tokens.cachedInput().ifPresent(count -> span.setAttribute(GenAi.CACHED_INPUT_TOKENS, count));
    tokens.output().ifPresent(count -> span.setAttribute(GenAi.OUTPUT_TOKENS, count));
    tokens.reasoning().ifPresent(count -> span.setAttribute(GenAi.REASONING_TOKENS, count));
  }
}
