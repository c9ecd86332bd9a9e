package dev.plangen.examples.benchmark.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another JVM's live heap. */
public final class LiveHeap {

  private LiveHeap() {}

  /** Collects its garbage and tells what is left, in bytes; by the JDK's jcmd. */
  public static double of(Child child, Path javaHome) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                List.of(
                    javaHome.resolve("bin/jcmd").toString(),
                    Long.toString(child.pid()),
                    "GC.class_histogram"))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = jcmd.inputReader()) {
      // Total  <instances>  <bytes>
      String total = out.lines().filter(line -> line.startsWith("Total")).findFirst().orElse("");
      String[] words = total.strip().split(" +", -1);
      return Double.parseDouble(words[words.length - 1]);
    } catch (NumberFormatException e) {
      throw new IOException("jcmd tells no total", e);
    }
  }
}
