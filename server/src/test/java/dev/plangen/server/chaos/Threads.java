package dev.plangen.server.chaos;

import dev.plangen.server.testing.VirtualThreads;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The threads of this process. */
final class Threads {

  private Threads() {}

  static long platform() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /**
   * The virtual threads that work for the server, each with its stack: not those of the provider
   * and of callers, which keep connections as long as they like.
   */
  static List<String> ofServer() {
    return VirtualThreads.dump().stream()
        .filter(thread -> !thread.contains("dev.plangen.server.testing."))
        .filter(thread -> !thread.contains("dev.plangen.server.chaos."))
        // Looks after the models for as long as the server serves.
        .filter(thread -> !thread.contains("dev.plangen.server.Readiness.watch"))
        // The JDK's own, which wait for the sockets of the others.
        .filter(thread -> !thread.contains("sun.nio.ch.Poller.subPollerLoop"))
        .toList();
  }
}
