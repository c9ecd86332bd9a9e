package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.run.News;

/** Where a run's news leaves the server: one RPC's side of it. Used by one thread. */
interface End {

  /** Whether the transport has room; news that is not wanted yet is not taken. */
  boolean isReady();

  /** Sends what the caller is to see of {@code news}; closes the call after the last of it. */
  void send(News news);

  /** Sends a sign of life. */
  void heartbeat(long sequence);

  /** Closes the call. */
  void fail(Failure failure);
}
