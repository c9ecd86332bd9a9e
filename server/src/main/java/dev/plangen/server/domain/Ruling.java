package dev.plangen.server.domain;

/** What a verifier rules about a plan. */
public enum Ruling {
  /** The score reaches the threshold. */
  PASSED,
  /** A sound verifier has shown that the plan breaks a constraint. */
  VETOED,
  /** Neither. */
  UNKNOWN
}
