package dev.plangen.server.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The virtual threads of this process. */
public final class VirtualThreads {

  /** Below the working directory, which is the server's. */
  private static final Path DUMP = Path.of("target", "virtual-threads.txt").toAbsolutePath();

  private static final Pattern BETWEEN_THREADS = Pattern.compile("\n\n");
  private static final Pattern VIRTUAL = Pattern.compile("^#\\d+ \"[^\"]*\" virtual\\b");

  private VirtualThreads() {}

  /** Each with its name and its stack. Only a thread dump tells of them. */
  public static synchronized List<String> dump() {
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

  /** Whether there is one of this name. */
  public static boolean isAlive(String name) {
    return dump().stream().anyMatch(thread -> thread.contains('"' + name + '"'));
  }
}
