package dev.plangen.server.llm.openai;

import java.util.Locale;

/** The two names that the API has for the most tokens to write. */
public enum TokenLimitField {
  /** OpenAI's name; its reasoning models take no other. */
  MAX_COMPLETION_TOKENS,
  /** The older name, which most compatible servers know; some ignore the other one silently. */
  MAX_TOKENS;

  /** As in the body of a request, and in the configuration. */
  public String fieldName() {
    return name().toLowerCase(Locale.ROOT);
  }

  TokenLimitField other() {
    return this == MAX_TOKENS ? MAX_COMPLETION_TOKENS : MAX_TOKENS;
  }
}
