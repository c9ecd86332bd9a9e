package dev.plangen.server.domain;

/** Why a run came to its result. */
public enum StopCause {
  /** The algorithm has done all that it is asked for. */
  ALL_VERIFIED
}
