package dev.plangen.server.domain;

/** Why a model stopped writing. */
public enum FinishCause {
  /** The text is whole. */
  STOP,
  /** Cut off by a token or text limit, also where reasoning used the limit up. */
  LENGTH,
  /** Cut off by the provider's content filter. */
  CONTENT_FILTER
}
