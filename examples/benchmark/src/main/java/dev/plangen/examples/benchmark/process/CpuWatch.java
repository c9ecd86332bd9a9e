package dev.plangen.examples.benchmark.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What processor time the processes use from now on. */
public final class CpuWatch {

  private static final Path STAT = Path.of("/proc/stat");

  private final long begin = System.nanoTime();
  private final double machineBefore = machine();
  private final SequencedMap<Child, Double> before = new LinkedHashMap<>();

  public CpuWatch(List<Child> children) {
    children.forEach(child -> before.put(child, seconds(child)));
  }

  /** Stops watching. */
  public CpuUse end() {
    SequencedMap<String, Double> used = new LinkedHashMap<>();
    for (Map.Entry<Child, Double> child : before.entrySet()) {
      used.merge(child.getKey().name(), seconds(child.getKey()) - child.getValue(), Double::sum);
    }
    double ours = used.values().stream().mapToDouble(Double::doubleValue).sum();
    double machine = machine() - machineBefore;
    return new CpuUse(
        (System.nanoTime() - begin) / 1e9,
        used,
        Math.max(0, machine - ours),
        Runtime.getRuntime().availableProcessors());
  }

  private static double seconds(Child child) {
    return child.cpu().toNanos() / 1e9;
  }

  /** Busy seconds of all processors since the machine started; 0 where it does not tell. */
  private static double machine() {
    try {
      String[] cpu = Files.readString(STAT).lines().findFirst().orElse("").split(" +", -1);
      // user nice system idle iowait irq softirq, in hundredths of a second
      return (Long.parseLong(cpu[1])
              + Long.parseLong(cpu[2])
              + Long.parseLong(cpu[3])
              + Long.parseLong(cpu[6])
              + Long.parseLong(cpu[7]))
          / 100.0;
    } catch (IOException | RuntimeException notLinux) {
      return 0;
    }
  }
}
