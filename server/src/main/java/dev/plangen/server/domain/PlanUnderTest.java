package dev.plangen.server.domain;

import java.util.List;

/**
 * A plan and what it must satisfy.
 *
 * @param candidate which candidate it is
 */
public record PlanUnderTest(
    String problem, List<String> constraints, CallKey candidate, String text) {

  public PlanUnderTest {
    constraints = List.copyOf(constraints);
  }
}
