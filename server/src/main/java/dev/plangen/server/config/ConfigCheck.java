package dev.plangen.server.config;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds a configuration against its bounds. */
final class ConfigCheck {

  private final String file;
  private final RemoteCheck remotes = new RemoteCheck(this::wrong);

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
    checkCurrencies(config.models());
    checkProfiles(config.promptProfiles());
    remotes.check(config.verifiers());
    for (int i = 0; i < config.verifiers().size(); i++) {
      Optional<Integer> timeout = config.verifiers().get(i).timeoutSeconds();
      range("verifiers[" + i + "].timeout_seconds", timeout, 1, 3600);
    }
    check(config.limits());
    check(config.retention());
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
    range(key + ".max_concurrent_calls", model.maxConcurrentCalls(), 1, 100_000);
    model.prices().ifPresent(prices -> check(key + ".prices", prices));
    switch (model) {
      case ModelConfig.Offline offline -> check(key, offline);
      case ModelConfig.OpenAi openAi -> check(key, openAi);
      case ModelConfig.Remote remote -> check(key, remote);
    }
  }

  private void check(String key, ModelConfig.Offline model) {
    range(key + ".noise", model.noise(), 0, 1);
    range(key + ".judge_noise", model.judgeNoise(), 0, 1);
    range(key + ".judge_false_accept", model.judgeFalseAccept(), 0, 1);
    range(key + ".judge_false_reject", model.judgeFalseReject(), 0, 1);
    if (model.judgeNoise().isPresent()
        && (model.judgeFalseAccept().isPresent() || model.judgeFalseReject().isPresent())) {
      throw wrong(
          key + ".judge_noise",
          "must not stand beside judge_false_accept or judge_false_reject, for which it stands;"
              + " give it alone, or them");
    }
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

  private void check(String key, ModelConfig.Remote model) {
    remotes.check(key, model.destination());
    oneOf(key + ".unsupported", model.unsupported(), SAMPLING_FIELDS);
    range(key + ".call_timeout_seconds", model.callTimeoutSeconds(), 1, 86400);
  }

  private void check(String key, PricesConfig prices) {
    price(key + ".input", prices.input());
    price(key + ".output", prices.output());
    prices.cachedInput().ifPresent(price -> price(key + ".cached_input", Optional.of(price)));
    prices
        .currency()
        .filter(code -> !CURRENCY.matcher(code).matches())
        .ifPresent(
            _ -> {
              throw wrong(key + ".currency", "must be a code of ISO 4217, three capital letters");
            });
  }

  private void price(String key, Optional<BigDecimal> price) {
    if (price.isEmpty()) {
      throw wrong(key, "must be given: it is the price of a million tokens");
    }
    range(key, price, 0, 1_000_000);
    if (price.get().stripTrailingZeros().scale() > 6) {
      throw wrong(key, "must have at most 6 decimals");
    }
  }

  /** Costs of a run are added up, whichever models it calls. */
  private void checkCurrencies(List<ModelConfig> models) {
    @Nullable String first = null;
    for (int i = 0; i < models.size(); i++) {
      Optional<PricesConfig> prices = models.get(i).prices();
      if (prices.isEmpty()) {
        continue;
      }
      String currency = prices.get().currency().orElse(PricesConfig.DEFAULT_CURRENCY);
      if (first != null && !first.equals(currency)) {
        throw wrong(
            "models[" + i + "].prices.currency",
            "must be the same for all models; it is USD where it is left out");
      }
      first = currency;
    }
  }

  private void checkProfiles(List<ProfileConfig> profiles) {
    if (profiles.size() > MOST_PROFILES) {
      throw wrong("prompt_profiles", "must list at most " + MOST_PROFILES);
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < profiles.size(); i++) {
      String key = "prompt_profiles[" + i + "]";
      String id = profiles.get(i).id().filter(text -> !text.isBlank()).orElse("");
      if (id.isEmpty()) {
        throw wrong(key + ".id", "must be given: it is how requests name the profile");
      }
      if (id.getBytes(StandardCharsets.UTF_8).length > MOST_PROFILE_ID_BYTES) {
        throw wrong(key + ".id", "must be at most " + MOST_PROFILE_ID_BYTES + " bytes");
      }
      if (!ids.add(id)) {
        throw wrong(key + ".id", "is the id of another profile too; give each its own");
      }
      if (profiles.get(i).directory().filter(text -> !text.isBlank()).isEmpty()) {
        throw wrong(key + ".directory", "must be given: it is where the templates are");
      }
    }
  }

  private void check(LimitsConfig limits) {
    range("limits.max_live_runs", limits.maxLiveRuns(), 1, 1_000_000);
    range("limits.max_streams", limits.maxStreams(), 1, 1_000_000);
    range("limits.max_run_seconds", limits.maxRunSeconds(), 1, 86_400);
    range("limits.max_candidates", limits.maxCandidates(), 1, 64);
    range("limits.max_model_calls", limits.maxModelCalls(), 3, 100_000);
    range("limits.max_total_tokens", limits.maxTotalTokens(), 1000, 1e12);
    range("limits.max_output_tokens", limits.maxOutputTokens(), 256, 131_072);
    range("limits.max_input_bytes", limits.maxInputBytes(), 1024, 131_072);
  }

  private void check(RetentionConfig retention) {
    range("retention.max_runs", retention.maxRuns(), 0, 1_000_000);
    range("retention.max_bytes", retention.maxBytes(), 0, 64L << 30);
    range("retention.max_age_seconds", retention.maxAgeSeconds(), 0, 604_800);
  }

  private static final int MOST_PROFILES = 100;

  /** As {@code plangen.v1} bounds {@code prompt_profile}. */
  private static final int MOST_PROFILE_ID_BYTES = 64;

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

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
