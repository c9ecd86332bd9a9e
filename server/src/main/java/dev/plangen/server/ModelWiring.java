package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ModelConfig;
import dev.plangen.server.config.PricesConfig;
import dev.plangen.server.config.ServerConfig;
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
import java.util.TreeSet;
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

  /** Exactly the models of the file. */
  Models configured(ServerConfig config) {
    List<Served> served = config.models().stream().map(this::open).toList();
    return new Models(
        served, Optional.empty(), config.defaultModel().orElse(served.getFirst().id()));
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
                    presetOf(name, elsewhere.isPresent())
                        .settings("openai/" + name, baseUrl, Optional.of(apiKey), name),
                    transport),
                new FairQueue(ModelConfig.DEFAULT_MAX_CONCURRENT_CALLS),
                Optional.empty()));
  }

  /**
   * Servers that are not OpenAI's know the older name of the token limit best, as vLLM's preset has
   * it; OpenAI's reasoning models, which a gateway may offer too, take only the newer one.
   */
  private static Preset presetOf(String model, boolean elsewhere) {
    boolean reasoning = !Preset.OPENAI.unsupported(model).isEmpty();
    return elsewhere && !reasoning ? Preset.VLLM : Preset.OPENAI;
  }

  private Served open(ModelConfig config) {
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
                          judgeRate(offline.judgeFalseAccept(), offline),
                          judgeRate(offline.judgeFalseReject(), offline),
                          offline.tokensPerSecond().orElse(0.0))),
                  offline.maxConcurrentCalls().map(FairQueue::new).orElseGet(FairQueue::unlimited),
                  prices);
          case ModelConfig.OpenAi openAi ->
              shared(
                  new OpenAiModel(settings(id, openAi), transport),
                  new FairQueue(
                      openAi.maxConcurrentCalls().orElse(ModelConfig.DEFAULT_MAX_CONCURRENT_CALLS)),
                  prices);
          case ModelConfig.Remote remote ->
              shared(
                  plugins.model(remote),
                  new FairQueue(
                      remote.maxConcurrentCalls().orElse(ModelConfig.DEFAULT_MAX_CONCURRENT_CALLS)),
                  prices);
        });
  }

  private static double judgeRate(Optional<Double> rate, ModelConfig.Offline offline) {
    return rate.or(offline::judgeNoise).orElse(ModelConfig.Offline.DEFAULT_JUDGE_NOISE);
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

  private OpenAiSettings settings(String id, ModelConfig.OpenAi config) {
    String model = config.model().orElseThrow();
    Preset named = Preset.valueOf(config.provider().toUpperCase(Locale.ROOT));
    Preset preset = named == Preset.OPENAI ? presetOf(model, config.baseUrl().isPresent()) : named;
    Set<SamplingParameter> unsupported = new TreeSet<>(preset.unsupported(model));
    config
        .unsupported()
        .forEach(name -> unsupported.add(SamplingParameter.valueOf(name.toUpperCase(Locale.ROOT))));
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
                  .or(named::baseUrl)
                  .orElseThrow(
                      () ->
                          new ConfigException(
                              "Model "
                                  + id
                                  + " needs base_url: provider "
                                  + config.provider()
                                  + " has none that is the same for all."))),
          apiKey(id, config, named),
          preset.apiKeyHeader(),
          model,
          config
              .maxTokensField()
              .map(name -> TokenLimitField.valueOf(name.toUpperCase(Locale.ROOT)))
              .orElse(preset.tokenLimitField()),
          config.reasoningEffort(),
          config.extraBody(),
          headers,
          unsupported,
          config.structuredOutput().orElse(preset.structuredOutput()),
          new OpenAiTimeouts(
              OpenAiTimeouts.DEFAULT.connect(),
              config
                  .stallTimeoutSeconds()
                  .map(Duration::ofSeconds)
                  .orElse(OpenAiTimeouts.DEFAULT.stall()),
              config
                  .callTimeoutSeconds()
                  .map(Duration::ofSeconds)
                  .orElse(OpenAiTimeouts.DEFAULT.call())));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("Model " + id + ": " + e.getMessage() + ".");
    }
  }

  /**
   * From the named variable or file; else from the provider's usual variable, if it needs a key.
   */
  private Optional<String> apiKey(String id, ModelConfig.OpenAi config, Preset preset) {
    String owner = "Model " + id + " takes its key";
    return config
        .apiKeyFile()
        .map(file -> Secrets.ofFile(owner, Path.of(file)))
        .or(
            () ->
                config
                    .apiKeyEnv()
                    .or(preset::apiKeyVariable)
                    .map(variable -> secrets.ofVariable(owner, variable)));
  }
}
