package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ModelConfig;
import dev.plangen.server.config.PricesConfig;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.Models.Family;
import dev.plangen.server.llm.Models.Served;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.llm.openai.OpenAiModel;
import dev.plangen.server.llm.openai.OpenAiSettings;
import dev.plangen.server.llm.openai.OpenAiTimeouts;
import dev.plangen.server.llm.openai.OpenAiTransport;
import dev.plangen.server.llm.openai.Preset;
import dev.plangen.server.llm.openai.TokenLimitField;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the models that the configuration, or the environment, asks for. */
final class ModelWiring {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.start");
  private static final String OFFLINE_ID = "offline/planner";

  private final Secrets secrets;
  private final PluginWiring plugins;
  private final OpenAiTransport transport;

  /**
   * @param plugins makes those models that are services of the operator's own
   * @param instrumentation of the calls to the others
   */
  ModelWiring(Secrets secrets, PluginWiring plugins, Instrumentation instrumentation) {
    this.transport = new OpenAiTransport(instrumentation::outgoing);
    this.secrets = secrets;
    this.plugins = plugins;
  }

  /**
   * The offline model; and, given a key and a server that only this machine reaches, every model
   * behind it.
   */
  Models unconfigured(boolean loopback) {
    Served offline =
        open(
            new ModelConfig.Offline(
                Optional.of(OFFLINE_ID),
                "offline",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    Optional<String> apiKey = secrets.find("OPENAI_API_KEY");
    if (apiKey.isPresent() && !loopback) {
      LOG.warn(
          "OPENAI_API_KEY is not lent to callers from other machines; list its models in a"
              + " configuration file, or bind to a loopback address");
    }
    if (apiKey.isEmpty() && secrets.find("OPENAI_BASE_URL").isPresent()) {
      LOG.warn("OPENAI_BASE_URL is not used: set OPENAI_API_KEY too, to any word if none is asked");
    }
    Optional<Family> openAi = apiKey.filter(_ -> loopback).map(this::anyOpenAiModel);
    String defaultId = secrets.find("PLANGEN_MODEL").orElse(OFFLINE_ID);
    try {
      return new Models(List.of(offline), openAi, defaultId);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "PLANGEN_MODEL is \""
              + defaultId
              + "\", which is not served; without a configuration file these are: "
              + OFFLINE_ID
              + ", and openai/<any model> where OPENAI_API_KEY is set and the host is loopback.");
    }
  }

  private Family anyOpenAiModel(String apiKey) {
    Optional<String> elsewhere = secrets.find("OPENAI_BASE_URL");
    String baseUrl = url("OPENAI_BASE_URL", elsewhere.or(Preset.OPENAI::baseUrl).orElseThrow());
    return new Family(
        "openai/",
        "openai",
        name ->
            shared(
                new OpenAiModel(
                    EffectiveSettings.presetOf(name, elsewhere.isPresent())
                        .settings("openai/" + name, baseUrl, Optional.of(() -> apiKey), name),
                    transport),
                new FairQueue(ModelConfig.OpenAi.DEFAULT_MAX_CONCURRENT_CALLS),
                Optional.empty()));
  }

  /** Makes sure that the model of an entry could be opened, but for whether it is up. */
  void check(ModelConfig config) {
    switch (config) {
      case ModelConfig.Remote remote -> plugins.check(remote);
      case ModelConfig.Offline _, ModelConfig.OpenAi _ -> open(config);
    }
  }

  /** The model of one entry of the file. */
  Served open(ModelConfig config) {
    String id = config.id().orElseThrow();
    Optional<Prices> prices = config.prices().map(ModelWiring::prices);
    return new Served(
        id,
        config.provider(),
        switch (config) {
          case ModelConfig.Offline offline ->
              shared(
                  new OfflineModel(
                      new OfflineSettings(
                          offline.noise().orElse(ModelConfig.Offline.DEFAULT_NOISE),
                          offline
                              .judgeFalseAccept()
                              .or(offline::judgeNoise)
                              .orElse(ModelConfig.Offline.DEFAULT_JUDGE_FALSE_ACCEPT),
                          offline
                              .judgeFalseReject()
                              .or(offline::judgeNoise)
                              .orElse(ModelConfig.Offline.DEFAULT_JUDGE_FALSE_REJECT),
                          offline
                              .tokensPerSecond()
                              .orElse(ModelConfig.Offline.DEFAULT_TOKENS_PER_SECOND))),
                  offline.maxConcurrentCalls().map(FairQueue::new).orElseGet(FairQueue::unlimited),
                  prices);
          case ModelConfig.OpenAi openAi ->
              shared(
                  new OpenAiModel(settings(id, openAi), transport),
                  new FairQueue(
                      openAi
                          .maxConcurrentCalls()
                          .orElse(ModelConfig.OpenAi.DEFAULT_MAX_CONCURRENT_CALLS)),
                  prices);
          case ModelConfig.Remote remote ->
              shared(
                  plugins.model(remote),
                  new FairQueue(
                      remote
                          .maxConcurrentCalls()
                          .orElse(ModelConfig.Remote.DEFAULT_MAX_CONCURRENT_CALLS)),
                  prices);
        });
  }

  private static SharedModel shared(
      LanguageModel adapter, FairQueue queue, Optional<Prices> prices) {
    return new SharedModel(adapter, queue, RetryPolicy.DEFAULT, new RetryBudget(), prices);
  }

  private static Prices prices(PricesConfig config) {
    BigDecimal input = config.input().orElseThrow();
    return new Prices(
        picosPerToken(input),
        picosPerToken(config.cachedInput().orElse(input)),
        picosPerToken(config.output().orElseThrow()),
        config.currency().orElse(PricesConfig.DEFAULT_CURRENCY));
  }

  /** Of a price per million tokens: 10^12 / 10^6. */
  private static long picosPerToken(BigDecimal perMillion) {
    return perMillion.movePointRight(6).longValueExact();
  }

  private static String url(String what, String value) {
    try {
      URI url = new URI(value);
      if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
        return value;
      }
    } catch (URISyntaxException e) {
      // Told below, like a URL without a host: the remedy is the same.
    }
    throw new ConfigException(
        what + " must be a URL that begins with http:// or https://, like https://host/v1.");
  }

  private OpenAiSettings settings(String id, ModelConfig.OpenAi given) {
    ModelConfig.OpenAi config = EffectiveSettings.of(given);
    Preset preset = EffectiveSettings.named(config);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(preset.headers());
    headers.putAll(config.headers());
    try {
      return new OpenAiSettings(
          id,
          url(
              "base_url of model " + id,
              config
                  .baseUrl()
                  .orElseThrow(
                      () ->
                          new ConfigException(
                              "Model "
                                  + id
                                  + " needs base_url: provider "
                                  + config.provider()
                                  + " has none that is the same for all."))),
          apiKey(id, config),
          preset.apiKeyHeader(),
          config.model().orElseThrow(),
          TokenLimitField.valueOf(config.maxTokensField().orElseThrow().toUpperCase(Locale.ROOT)),
          config.reasoningEffort(),
          config.extraBody(),
          headers,
          config.unsupported().stream()
              .map(name -> SamplingParameter.valueOf(name.toUpperCase(Locale.ROOT)))
              .collect(Collectors.toSet()),
          config.structuredOutput().orElseThrow(),
          new OpenAiTimeouts(
              OpenAiTimeouts.DEFAULT.connect(),
              Duration.ofSeconds(
                  config
                      .stallTimeoutSeconds()
                      .orElse(ModelConfig.OpenAi.DEFAULT_STALL_TIMEOUT_SECONDS)),
              Duration.ofSeconds(
                  config
                      .callTimeoutSeconds()
                      .orElse(ModelConfig.OpenAi.DEFAULT_CALL_TIMEOUT_SECONDS))));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("Model " + id + ": " + e.getMessage() + ".");
    }
  }

  /** From the named variable or file, if it needs a key. */
  private Optional<Supplier<String>> apiKey(String id, ModelConfig.OpenAi config) {
    String owner = "Model " + id + " takes its key";
    return config
        .apiKeyFile()
        .map(file -> Secrets.ofFile(owner, Path.of(file)))
        .or(
            () ->
                config
                    .apiKeyEnv()
                    .map(variable -> secrets.ofVariable(owner, variable))
                    .map(key -> () -> key));
  }
}
