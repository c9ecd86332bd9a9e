package dev.plangen.client;

import io.grpc.Status;

/** Something under way that a caller may leave. */
interface Open {
  void leave(Status why);
}
