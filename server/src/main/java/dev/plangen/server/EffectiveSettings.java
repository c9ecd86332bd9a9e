package dev.plangen.server;

import dev.plangen.server.config.ModelConfig;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.config.VerifierConfig;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.openai.Preset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A configuration in which is filled in what no constant says: what a model's provider, or another
 * key, decides where the file leaves it out.
 */
final class EffectiveSettings {

  private EffectiveSettings() {}

  static ServerConfig of(ServerConfig config) {
    List<ModelConfig> models = config.models().stream().map(EffectiveSettings::of).toList();
    return config
        .listening(config.server().within(config.limits()))
        .offering(
            config.defaultModel().or(() -> models.stream().findFirst().flatMap(ModelConfig::id)),
            models,
            config.verifiers().stream().map(EffectiveSettings::of).toList());
  }

  static ModelConfig of(ModelConfig config) {
    return switch (config) {
      case ModelConfig.Offline offline -> of(offline);
      case ModelConfig.OpenAi openAi -> of(openAi);
      case ModelConfig.Remote remote -> remote.withPlaintext(remote.destination().isPlaintext());
    };
  }

  /** What stands for two keys, as the two. */
  private static ModelConfig.Offline of(ModelConfig.Offline config) {
    return config.judging(
        config.judgeFalseAccept().or(config::judgeNoise),
        config.judgeFalseReject().or(config::judgeNoise));
  }

  static ModelConfig.OpenAi of(ModelConfig.OpenAi config) {
    String model = config.model().orElseThrow();
    Preset named = named(config);
    Preset preset = named == Preset.OPENAI ? presetOf(model, config.baseUrl().isPresent()) : named;
    Set<String> unsupported = new TreeSet<>(config.unsupported());
    preset.unsupported(model).stream().map(SamplingParameter::fieldName).forEach(unsupported::add);
    return new ModelConfig.OpenAi(
        config.id(),
        config.provider(),
        config.model(),
        config.baseUrl().or(named::baseUrl),
        config.apiKeyFile().isPresent()
            ? config.apiKeyEnv()
            : config.apiKeyEnv().or(named::apiKeyVariable),
        config.apiKeyFile(),
        List.copyOf(unsupported),
        config
            .maxTokensField()
            .or(() -> Optional.of(preset.tokenLimitField().name().toLowerCase(Locale.ROOT))),
        config.structuredOutput().or(() -> Optional.of(preset.structuredOutput())),
        config.reasoningEffort(),
        config.extraBody(),
        config.headers(),
        config.stallTimeoutSeconds(),
        config.callTimeoutSeconds(),
        config.maxConcurrentCalls(),
        config.prices());
  }

  /** Whose API it is. */
  static Preset named(ModelConfig.OpenAi config) {
    return Preset.valueOf(config.provider().toUpperCase(Locale.ROOT));
  }

  /**
   * Servers that are not OpenAI's know the older name of the token limit best, as vLLM's preset has
   * it; OpenAI's reasoning models, which a gateway may offer too, take only the newer one.
   */
  static Preset presetOf(String model, boolean elsewhere) {
    boolean reasoning = !Preset.OPENAI.unsupported(model).isEmpty();
    return elsewhere && !reasoning ? Preset.VLLM : Preset.OPENAI;
  }

  private static VerifierConfig of(VerifierConfig config) {
    return config.withPlaintext(config.destination().isPlaintext());
  }
}
