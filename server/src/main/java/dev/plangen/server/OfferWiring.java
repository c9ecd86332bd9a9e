package dev.plangen.server;

import dev.plangen.server.config.ModelConfig;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.config.VerifierConfig;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.Models.Served;
import dev.plangen.server.planning.Catalog;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.run.Offer;
import dev.plangen.server.verify.Verifier;
import dev.plangen.server.verify.Verifiers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes the offer of a configuration, one after another: an entry that is the same as in the
 * configuration before stays what it was, with its queue, its retry budget and its connection. For
 * one thread at a time.
 */
final class OfferWiring {

  /** So that ListModels is right from the first; one that takes longer is taken for down. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

  private final PluginWiring plugins;
  private final ModelWiring modelWiring;
  private Map<ModelConfig, Served> models = Map.of();
  private Map<VerifierConfig, Verifier> verifiers = Map.of();

  OfferWiring(Secrets secrets, Instrumentation instrumentation) {
    this.plugins = new PluginWiring(secrets, instrumentation);
    this.modelWiring = new ModelWiring(secrets, plugins, instrumentation);
  }

  /** What is offered as things are configured, as below. */
  Offer offer(Configuration configuration) {
    return configuration
        .file()
        .map(file -> configured(file, configuration.settings()))
        .orElseGet(() -> unconfigured(configuration.address().getAddress().isLoopbackAddress()));
  }

  /**
   * Makes sure that all of it could be offered, as far as that can be told without a connection.
   *
   * @throws dev.plangen.server.config.ConfigException if it can't
   */
  void check(Configuration configuration) {
    ServerConfig settings = configuration.settings();
    settings.models().forEach(modelWiring::check);
    settings.verifiers().forEach(plugins::check);
    configuration.file().ifPresent(file -> ProfileWiring.configured(file, settings));
    if (configuration.file().isEmpty()) {
      offer(configuration);
    }
  }

  /** What is offered without a file. */
  Offer unconfigured(boolean loopback) {
    return Offer.of(
        new Catalog(modelWiring.unconfigured(loopback), Verifiers.with(Map.of()), Profiles.NONE));
  }

  /**
   * What the file offers.
   *
   * @param file next to which relative directories are looked for
   * @throws dev.plangen.server.config.ConfigException if it can't be offered; nothing is left open
   *     then, and the next call goes on from the last that succeeded
   */
  Offer configured(Path file, ServerConfig config) {
    try {
      Map<ModelConfig, Served> served = made(config.models(), models, modelWiring::open);
      Map<VerifierConfig, Verifier> verifying =
          made(config.verifiers(), verifiers, plugins::verifier);
      var catalog =
          new Catalog(
              models(config, List.copyOf(served.values())),
              verifiers(verifying),
              ProfileWiring.configured(file, config));
      models = served;
      verifiers = verifying;
      return new Offer(catalog, Set.copyOf(plugins.keepOnly(entries())));
    } catch (RuntimeException e) {
      plugins.closeAllBut(entries());
      throw e;
    }
  }

  /** Likewise; returns when it is known which services are up, or are taken for down. */
  Offer lookedAt(Configuration configuration) throws InterruptedException {
    Offer offer = offer(configuration);
    plugins.awaitFirstLook(FIRST_LOOK);
    return offer;
  }

  private Set<Object> entries() {
    Set<Object> entries = new HashSet<>(models.keySet());
    entries.addAll(verifiers.keySet());
    return entries;
  }

  private static <C, M> Map<C, M> made(List<C> entries, Map<C, M> before, Function<C, M> maker) {
    Map<C, M> made = new LinkedHashMap<>();
    entries.forEach(
        entry ->
            made.put(
                entry, Optional.ofNullable(before.get(entry)).orElseGet(() -> maker.apply(entry))));
    return made;
  }

  private static Models models(ServerConfig config, List<Served> served) {
    return new Models(
        served, Optional.empty(), config.defaultModel().orElse(served.getFirst().id()));
  }

  private static Verifiers verifiers(Map<VerifierConfig, Verifier> verifying) {
    Map<String, Verifier> byId = new LinkedHashMap<>();
    verifying.forEach((config, verifier) -> byId.put(config.id().orElseThrow(), verifier));
    return Verifiers.with(byId);
  }
}
