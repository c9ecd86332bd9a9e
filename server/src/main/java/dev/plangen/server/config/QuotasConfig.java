package dev.plangen.server.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What tenants may have.
 *
 * @param others every tenant that is not listed
 * @param tenants those that are listed
 */
public record QuotasConfig(@JsonProperty("default") QuotaConfig others, List<QuotaConfig> tenants) {

  public static final QuotasConfig NONE = new QuotasConfig(QuotaConfig.UNLIMITED, List.of());

  public QuotasConfig {
    others = others == null ? QuotaConfig.UNLIMITED : others;
    tenants = tenants == null ? List.of() : List.copyOf(tenants);
  }
}
