package dev.plangen.server.config;

/** Holds what a configuration says of the transport against its bounds. */
record ListenCheck(Bounds bounds) {

  private static final int MONTH = 2_592_000;

  void check(ListenConfig server, LimitsConfig limits) {
    bounds.range("server.port", server.port(), 0, 65535);
    bounds.range("server.max_connections", server.maxConnections(), 1, 1_000_000);
    bounds.range(
        "server.max_streams_per_connection", server.maxStreamsPerConnection(), 1, 1_000_000);
    bounds.range("server.max_metadata_bytes", server.maxMetadataBytes(), 4096, 1_048_576);
    bounds.range("server.max_resets_per_second", server.maxResetsPerSecond(), 1, 100_000);
    bounds.range("server.max_connection_age_seconds", server.maxConnectionAgeSeconds(), 0, MONTH);
    bounds.range(
        "server.max_connection_age_grace_seconds", server.maxConnectionAgeGraceSeconds(), 1, MONTH);
    bounds.range("server.max_connection_idle_seconds", server.maxConnectionIdleSeconds(), 0, MONTH);
    bounds.range("server.handshake_timeout_seconds", server.handshakeTimeoutSeconds(), 1, 600);
    int longestRun = limits.longestRunSeconds();
    bounds.require(
        server.connectionAgeGraceSeconds(limits) >= longestRun,
        "server.max_connection_age_grace_seconds",
        "must be at least limits.max_run_seconds, which is "
            + longestRun
            + ", or runs would lose their readers; raise it or lower that");
  }
}
