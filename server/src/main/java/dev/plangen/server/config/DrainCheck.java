package dev.plangen.server.config;

/** Holds how the server ends against its bounds. */
record DrainCheck(Bounds bounds) {

  void check(DrainConfig drain) {
    bounds.range("drain.delay_seconds", drain.delaySeconds(), 0, 300);
    bounds.range("drain.grace_seconds", drain.graceSeconds(), 0, 86_400);
  }
}
