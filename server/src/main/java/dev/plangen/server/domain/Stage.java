package dev.plangen.server.domain;

/** A step of the PlanGEN workflow. */
public enum Stage {
  EXTRACT_CONSTRAINTS,
  GENERATE_SOLUTIONS,
  VERIFY_SOLUTIONS,
  SELECT_SOLUTION,
  /** The run as a whole. */
  WORKFLOW
}
