package dev.plangen.server.domain;

import java.util.List;

/**
 * Which models do what beside writing plans. Ids of served models.
 *
 * @param constraints extracts the constraints
 * @param verify judges plans and beginnings of plans
 * @param select says how promising each algorithm is
 */
public record RoleModels(String constraints, String verify, String select) {

  /** One for all. */
  public static RoleModels all(String model) {
    return new RoleModels(model, model, model);
  }

  public List<String> ids() {
    return List.of(constraints, verify, select);
  }
}
