package dev.plangen.server.llm.openai;

/** How a provider wants its key. */
public enum ApiKeyHeader {
  /** {@code Authorization: Bearer KEY}. */
  BEARER("Authorization", "Bearer "),
  /** {@code api-key: KEY}, as Azure does. */
  API_KEY("api-key", "");

  private final String header;
  private final String prefix;

  ApiKeyHeader(String header, String prefix) {
    this.header = header;
    this.prefix = prefix;
  }

  String header() {
    return header;
  }

  String value(String key) {
    return prefix + key;
  }
}
