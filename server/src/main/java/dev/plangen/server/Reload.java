package dev.plangen.server;

import dev.plangen.server.config.ConfigChanges;
import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.domain.Bug;
import dev.plangen.server.llm.Models;
import dev.plangen.server.run.Offer;
import dev.plangen.server.run.Offers;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration file again: what it offers takes the place of what was offered, wholly or
 * not at all. Thread-safe.
 */
final class Reload {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.reload");

  private final Supplier<Configuration> reading;
  private final ServerConfig begun;
  private final OfferWiring wiring;
  private final Offers offers;

  /**
   * @param reading may throw {@link ConfigException}
   * @param begun what the server has begun with
   */
  Reload(Supplier<Configuration> reading, Configuration begun, OfferWiring wiring, Offers offers) {
    this.reading = reading;
    this.begun = begun.settings();
    this.wiring = wiring;
    this.offers = offers;
  }

  /** Blocks until it is done; one at a time. */
  synchronized void run() {
    try {
      Configuration next = reading.get();
      if (next.file().isEmpty()) {
        LOG.warn("there is no configuration file to read again: start with --config");
        return;
      }
      Offer offer = wiring.lookedAt(next);
      offers.replace(offer);
      LOG.atInfo()
          .addKeyValue(
              "models", offer.catalog().models().list().stream().map(Models.Listing::id).toList())
          .addKeyValue("verifiers", offer.catalog().verifiers().ids())
          .addKeyValue("prompt_profiles", offer.catalog().profiles().ids())
          .log("configuration reloaded");
      List<String> waiting = ConfigChanges.needingRestart(begun, next.settings());
      if (!waiting.isEmpty()) {
        LOG.atWarn().addKeyValue("keys", waiting).log("needs a restart");
      }
    } catch (ConfigException e) {
      LOG.error("the configuration stays as it was: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("the configuration stays as it was:{}", Bug.describe(e));
    }
  }
}
