package dev.plangen.server.run;

import java.util.Map;

/**
 * What the tenants may have.
 *
 * @param listed those that the operator has named
 * @param others every other tenant, each by itself
 */
public record Quotas(Map<String, Quota> listed, Quota others) {

  public static final Quotas NONE = new Quotas(Map.of(), Quota.UNLIMITED);

  public Quotas {
    listed = Map.copyOf(listed);
  }

  Quota of(String tenant) {
    return listed.getOrDefault(tenant, others);
  }
}
