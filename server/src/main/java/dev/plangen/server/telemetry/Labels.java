package dev.plangen.server.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What metrics are told apart by, and spans have too. Each has few values, none of which callers
 * can invent. In our namespace: Prometheus itself attaches a {@code job} to whatever it scrapes.
 */
final class Labels {

  static final AttributeKey<String> JOB = AttributeKey.stringKey("plangen.job");
  static final AttributeKey<String> MODEL = AttributeKey.stringKey("plangen.model");
  static final AttributeKey<String> ALGORITHM = AttributeKey.stringKey("plangen.algorithm");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("plangen.outcome");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("plangen.reason");
  static final AttributeKey<String> CAUSE = AttributeKey.stringKey("plangen.cause");
  static final AttributeKey<String> STEP = AttributeKey.stringKey("plangen.step");
  static final AttributeKey<String> TENANT = AttributeKey.stringKey("plangen.tenant");
  static final AttributeKey<String> CURRENCY = AttributeKey.stringKey("plangen.currency");

  private Labels() {}
}
