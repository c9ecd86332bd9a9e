package dev.plangen.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds a configuration against its bounds. */
final class ConfigCheck {

  private final String file;

  private ConfigCheck(String file) {
    this.file = file;
  }

  static void check(String file, ServerConfig config) {
    new ConfigCheck(file).check(config);
  }

  private void check(ServerConfig config) {
    range("server.port", config.server().port(), 0, 65535);
    if (config.models().isEmpty()) {
      throw wrong("models", "must list at least one model");
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < config.models().size(); i++) {
      check("models[" + i + "]", config.models().get(i), ids);
    }
    config
        .defaultModel()
        .filter(id -> !ids.contains(id))
        .ifPresent(
            _ -> {
              throw wrong("default_model", "must be the id of one of models");
            });
  }

  private void check(String key, ModelConfig model, Set<String> ids) {
    String id = model.id().filter(text -> !text.isBlank()).orElse("");
    if (id.isEmpty()) {
      throw wrong(key + ".id", "must be given: it is how requests name the model");
    }
    if (!ids.add(id)) {
      throw wrong(key + ".id", "is the id of another model too; give each its own");
    }
    switch (model) {
      case ModelConfig.Offline offline -> check(key, offline);
      case ModelConfig.OpenAi openAi -> check(key, openAi);
    }
  }

  private void check(String key, ModelConfig.Offline model) {
    range(key + ".noise", model.noise(), 0, 1);
    range(key + ".judge_noise", model.judgeNoise(), 0, 1);
    range(key + ".tokens_per_second", model.tokensPerSecond(), 0, 1_000_000);
  }

  private void check(String key, ModelConfig.OpenAi model) {
    if (model.model().filter(text -> !text.isBlank()).isEmpty()) {
      throw wrong(key + ".model", "must be given: it is what the provider calls the model");
    }
    if (model.apiKeyEnv().isPresent() && model.apiKeyFile().isPresent()) {
      throw wrong(key + ".api_key_file", "must not stand beside api_key_env; give one of them");
    }
    oneOf(key + ".max_tokens_field", model.maxTokensField().stream().toList(), MAX_TOKENS_FIELDS);
    oneOf(key + ".unsupported", model.unsupported(), SAMPLING_FIELDS);
    range(key + ".stall_timeout_seconds", model.stallTimeoutSeconds(), 1, 3600);
    range(key + ".call_timeout_seconds", model.callTimeoutSeconds(), 1, 86400);
  }

  private static final List<String> MAX_TOKENS_FIELDS =
      List.of("max_completion_tokens", "max_tokens");

  private static final List<String> SAMPLING_FIELDS =
      List.of("temperature", "max_output_tokens", "seed");

  private void oneOf(String key, List<String> values, List<String> known) {
    if (!known.containsAll(values)) {
      throw wrong(key, "must be of " + String.join(", ", known));
    }
  }

  private void range(String key, Optional<? extends Number> value, double least, double most) {
    value
        .map(Number::doubleValue)
        // Written so that NaN is refused too.
        .filter(number -> !(number >= least && number <= most))
        .ifPresent(
            number -> {
              throw wrong(key, "must be " + plain(least) + " to " + plain(most));
            });
  }

  private static String plain(double bound) {
    return Long.toString((long) bound);
  }

  private ConfigException wrong(String key, String remedy) {
    return new ConfigException(file + ": " + key + " " + remedy + ".");
  }
}
