package dev.plangen.server.chaos;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The threads of this process. */
final class Threads {

  /** Below the working directory, which is the server's. */
  private static final Path DUMP = Path.of("target", "chaos-threads.txt").toAbsolutePath();

  private static final Pattern BETWEEN_THREADS = Pattern.compile("\n\n");
  private static final Pattern VIRTUAL = Pattern.compile("^#\\d+ \"[^\"]*\" virtual\\b");

  private Threads() {}

  static long platform() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /**
   * The virtual threads that work for the server, each with its stack: not those of the provider
   * and of callers, which keep connections as long as they like.
   */
  static List<String> ofServer() {
    return virtual().stream()
        .filter(thread -> !thread.contains("dev.plangen.server.testing."))
        .filter(thread -> !thread.contains("dev.plangen.server.chaos."))
        // The JDK's own, which wait for the sockets of the others.
        .filter(thread -> !thread.contains("sun.nio.ch.Poller.subPollerLoop"))
        .toList();
  }

  /** Only a thread dump tells of virtual threads. */
  private static synchronized List<String> virtual() {
    try {
      Files.createDirectories(DUMP.getParent());
      Files.deleteIfExists(DUMP);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(DUMP.toString(), ThreadDumpFormat.TEXT_PLAIN);
      String dump = Files.readString(DUMP);
      Files.delete(DUMP);
      return BETWEEN_THREADS
          .splitAsStream(dump)
          .filter(thread -> VIRTUAL.matcher(thread.strip()).find())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
