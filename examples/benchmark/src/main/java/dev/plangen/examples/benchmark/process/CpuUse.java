package dev.plangen.examples.benchmark.process;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Processor time, in seconds.
 *
 * @param wall how long was watched
 * @param used by each process of the benchmark
 * @param others by everything else on the machine
 * @param cores that the machine has
 */
public record CpuUse(double wall, SequencedMap<String, Double> used, double others, int cores) {

  /** From here on a single-threaded process, or the whole machine, has little left to give. */
  private static final double FULL = 0.9;

  /** A share of the machine that others may take without being named. */
  private static final double TOLERATED = 0.1;

  public double of(String name) {
    return used.getOrDefault(name, 0.0);
  }

  /** For the table: cores in use by each process. */
  public String shares() {
    return used.entrySet().stream()
        .map(
            (Map.Entry<String, Double> process) ->
                String.format(Locale.ROOT, "%s %.2f", process.getKey(), process.getValue() / wall))
        .collect(Collectors.joining(", ", "cores: ", ""));
  }

  /**
   * What, beside the {@code measured} process, may have bounded the figure: a process that used
   * more than it, a full endpoint, a full machine, or somebody else's work.
   */
  public Optional<String> bottleneck(String measured) {
    StringBuilder said = new StringBuilder();
    used.forEach(
        (name, seconds) -> {
          boolean fullEndpoint = name.equals("endpoint") && seconds > FULL * wall;
          if (!name.equals(measured) && (seconds > of(measured) || fullEndpoint)) {
            said.append(said.isEmpty() ? "" : ", ").append(name);
          }
        });
    double ours = used.values().stream().mapToDouble(Double::doubleValue).sum();
    if (ours + others > FULL * cores * wall) {
      said.append(said.isEmpty() ? "" : ", ").append("all cores in use");
    }
    if (others > TOLERATED * cores * wall) {
      said.append(said.isEmpty() ? "" : ", ")
          .append(String.format(Locale.ROOT, "other programs took %.2f cores", others / wall));
    }
    return said.isEmpty() ? Optional.empty() : Optional.of("bottleneck: " + said);
  }
}
