package dev.plangen.server.llm;

/** Whether a model can be reached. */
public enum Availability {
  /** Nobody has looked: it is called without being asked first. */
  UNKNOWN,
  /** It answered when it was last looked at, or runs in the server. */
  SERVING,
  /** It did not answer when it was last looked at. */
  NOT_SERVING
}
