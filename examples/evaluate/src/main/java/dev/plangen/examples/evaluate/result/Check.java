package dev.plangen.examples.evaluate.result;

/** What the sound check says of a plan: it keeps every constraint, breaks one, or is not read. */
public enum Check {
  PASSED,
  VETOED,
  UNKNOWN
}
