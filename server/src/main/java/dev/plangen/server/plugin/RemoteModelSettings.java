package dev.plangen.server.plugin;

import dev.plangen.server.llm.SamplingParameter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A model that a service of the operator's own serves.
 *
 * @param id by which requests name it
 * @param model what the service calls it; empty leaves it to the service
 * @param unsupported parameters that it does not take
 * @param callTimeout for one call; positive
 */
public record RemoteModelSettings(
    String id, Optional<String> model, Set<SamplingParameter> unsupported, Duration callTimeout) {

  public RemoteModelSettings {
    unsupported = Set.copyOf(unsupported);
    if (!callTimeout.isPositive()) {
      throw new IllegalArgumentException("the call timeout is " + callTimeout + ", not positive");
    }
  }
}
