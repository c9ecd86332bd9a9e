package dev.plangen.server.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/** What metrics are told apart by. Each has few values, none of which callers can invent. */
final class Labels {

  static final AttributeKey<String> JOB = AttributeKey.stringKey("job");
  static final AttributeKey<String> MODEL = AttributeKey.stringKey("model");
  static final AttributeKey<String> ALGORITHM = AttributeKey.stringKey("algorithm");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
  static final AttributeKey<String> CAUSE = AttributeKey.stringKey("cause");
  static final AttributeKey<String> STEP = AttributeKey.stringKey("step");
  static final AttributeKey<String> CURRENCY = AttributeKey.stringKey("currency");

  private Labels() {}
}
