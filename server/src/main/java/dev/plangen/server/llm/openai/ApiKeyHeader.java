package dev.plangen.server.llm.openai;

/** How a provider wants its key. */
public enum ApiKeyHeader {
  /** {@code Authorization: Bearer KEY}. */
  BEARER,
  /** {@code api-key: KEY}, as Azure does. */
  API_KEY
}
