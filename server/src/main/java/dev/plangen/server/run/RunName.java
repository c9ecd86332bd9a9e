package dev.plangen.server.run;

/** How a caller names a run. */
public sealed interface RunName {

  /** As the caller wrote it. */
  String text();

  /** By its id. */
  record Id(String text) implements RunName {}

  /** By the request id that it was started with; of several the newest is meant. */
  record Request(String text) implements RunName {}
}
