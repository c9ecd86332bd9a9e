package dev.plangen.server.config;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds the models of a configuration against their bounds. */
record ModelsCheck(Bounds bounds) {

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private static final List<String> MAX_TOKENS_FIELDS =
      List.of("max_completion_tokens", "max_tokens");

  private static final List<String> SAMPLING_FIELDS =
      List.of("temperature", "max_output_tokens", "seed");

  void check(List<ModelConfig> models, Optional<String> defaultModel) {
    bounds.require(!models.isEmpty(), "models", "must list at least one model");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < models.size(); i++) {
      check("models[" + i + "]", models.get(i), ids);
    }
    checkCurrencies(models);
    bounds.require(
        defaultModel.stream().allMatch(ids::contains),
        "default_model",
        "must be the id of one of models");
  }

  private void check(String key, ModelConfig model, Set<String> ids) {
    String id = model.id().filter(text -> !text.isBlank()).orElse("");
    if (id.isEmpty()) {
      throw bounds.wrong(key + ".id", "must be given: it is how requests name the model");
    }
    if (!ids.add(id)) {
      throw bounds.wrong(key + ".id", "is the id of another model too; give each its own");
    }
    bounds.range(key + ".max_concurrent_calls", model.maxConcurrentCalls(), 1, 100_000);
    model.prices().ifPresent(prices -> check(key + ".prices", prices));
    switch (model) {
      case ModelConfig.Offline offline -> check(key, offline);
      case ModelConfig.OpenAi openAi -> check(key, openAi);
      case ModelConfig.Remote remote -> check(key, remote);
    }
  }

  private void check(String key, ModelConfig.Offline model) {
    bounds.range(key + ".noise", model.noise(), 0, 1);
    bounds.range(key + ".judge_noise", model.judgeNoise(), 0, 1);
    bounds.range(key + ".judge_false_accept", model.judgeFalseAccept(), 0, 1);
    bounds.range(key + ".judge_false_reject", model.judgeFalseReject(), 0, 1);
    if (model.judgeNoise().isPresent()
        && (model.judgeFalseAccept().isPresent() || model.judgeFalseReject().isPresent())) {
      throw bounds.wrong(
          key + ".judge_noise",
          "must not stand beside judge_false_accept or judge_false_reject, for which it stands;"
              + " give it alone, or them");
    }
    bounds.range(key + ".tokens_per_second", model.tokensPerSecond(), 0, 1_000_000);
  }

  private void check(String key, ModelConfig.OpenAi model) {
    if (model.model().filter(text -> !text.isBlank()).isEmpty()) {
      throw bounds.wrong(key + ".model", "must be given: it is what the provider calls the model");
    }
    if (model.apiKeyEnv().isPresent() && model.apiKeyFile().isPresent()) {
      throw bounds.wrong(
          key + ".api_key_file", "must not stand beside api_key_env; give one of them");
    }
    bounds.oneOf(
        key + ".max_tokens_field", model.maxTokensField().stream().toList(), MAX_TOKENS_FIELDS);
    bounds.oneOf(key + ".unsupported", model.unsupported(), SAMPLING_FIELDS);
    bounds.range(key + ".stall_timeout_seconds", model.stallTimeoutSeconds(), 1, 3600);
    bounds.range(key + ".call_timeout_seconds", model.callTimeoutSeconds(), 1, 86400);
  }

  private void check(String key, ModelConfig.Remote model) {
    new RemoteCheck(bounds).check(key, model.destination());
    bounds.oneOf(key + ".unsupported", model.unsupported(), SAMPLING_FIELDS);
    bounds.range(key + ".call_timeout_seconds", model.callTimeoutSeconds(), 1, 86400);
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
              throw bounds.wrong(
                  key + ".currency", "must be a code of ISO 4217, three capital letters");
            });
  }

  private void price(String key, Optional<BigDecimal> price) {
    if (price.isEmpty()) {
      throw bounds.wrong(key, "must be given: it is the price of a million tokens");
    }
    bounds.range(key, price, 0, 1_000_000);
    if (price.get().stripTrailingZeros().scale() > 6) {
      throw bounds.wrong(key, "must have at most 6 decimals");
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
        throw bounds.wrong(
            "models[" + i + "].prices.currency",
            "must be the same for all models; it is USD where it is left out");
      }
      first = currency;
    }
  }
}
