package dev.plangen.server.llm.openai;

import dev.plangen.server.llm.SamplingParameter;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one model takes: as configured, and as learned from its refusals. Thread-safe. */
final class Dialect {

  private static final Logger LOG = LoggerFactory.getLogger(Dialect.class);

  private final String modelId;
  private final Set<SamplingParameter> unsupported = EnumSet.noneOf(SamplingParameter.class);
  private TokenLimitField tokenLimitField;
  private boolean structuredOutput;

  Dialect(OpenAiSettings settings) {
    modelId = settings.id();
    unsupported.addAll(settings.unsupported());
    tokenLimitField = settings.tokenLimitField();
    structuredOutput = settings.structuredOutput();
  }

  synchronized Set<SamplingParameter> unsupported() {
    return Set.copyOf(unsupported);
  }

  synchronized TokenLimitField tokenLimitField() {
    return tokenLimitField;
  }

  /** Whether the model takes a JSON schema for its answer. */
  synchronized boolean structuredOutput() {
    return structuredOutput;
  }

  synchronized void refusedSchema() {
    if (structuredOutput) {
      structuredOutput = false;
      LOG.info("model {} does not take response_format; it is asked for text from now on", modelId);
    }
  }

  synchronized void refused(SamplingParameter parameter) {
    if (unsupported.add(parameter)) {
      LOG.info(
          "model {} does not take {}; it is left out from now on", modelId, parameter.fieldName());
    }
  }

  /** Calls that ran at once are refused at once: only the first of them changes the name. */
  synchronized void refused(TokenLimitField field) {
    if (tokenLimitField == field) {
      tokenLimitField = field.other();
      LOG.info(
          "model {} does not take {}; {} is sent instead from now on",
          modelId,
          field.fieldName(),
          field.other().fieldName());
    }
  }
}
