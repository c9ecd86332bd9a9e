package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.baseline.HealthServer;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import dev.plangen.examples.benchmark.report.Samples;
import dev.plangen.examples.benchmark.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From the start of the launcher to the line that says SERVING, held against a health server that
 * is started without a launcher, with the same flags and an AOT cache of its own.
 */
public final class StartToServing implements Figure {

  private static final int STARTS = 5;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    Path launcher = setting.root().resolve("server/bin/plangen-server");
    makeCache(setting);
    List<String> server = List.of(launcher.toString(), "--port", "0");
    List<String> health = health(setting);
    start(setting, server, Map.of());
    start(setting, health, Map.of());

    List<Double> ratios = new ArrayList<>();
    List<Double> plainRatios = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    List<Double> plainTimes = new ArrayList<>();
    for (int round = 0; round < setting.rounds(); round++) {
      double[] served = new double[STARTS];
      double[] alone = new double[STARTS];
      double[] servedPlain = new double[STARTS];
      double[] alonePlain = new double[STARTS];
      Map<String, String> off = Map.of("PLANGEN_JAVA_OPTS", "-XX:AOTMode=off");
      for (int i = 0; i < STARTS; i++) {
        served[i] = start(setting, server, Map.of());
        alone[i] = start(setting, health, Map.of());
        servedPlain[i] = start(setting, server, off);
        alonePlain[i] = start(setting, plain(setting, List.of()), Map.of());
      }
      ratios.add(Samples.median(served) / Samples.median(alone));
      plainRatios.add(Samples.median(servedPlain) / Samples.median(alonePlain));
      times.add(Samples.median(served));
      plainTimes.add(Samples.median(servedPlain));
    }
    return List.of(
        new Result(
            "start to SERVING",
            "",
            new Goal.AtMost(2.5),
            ratios,
            List.of("serving after " + median(times) + " ms, the launcher included")),
        new Result(
            "start to SERVING, no AOT cache",
            "",
            new Goal.Reported(),
            plainRatios,
            List.of(
                "serving after " + median(plainTimes) + " ms; the health server has none too")));
  }

  private static double start(
      Setting setting, List<String> command, Map<String, String> environment) throws IOException {
    long begin = System.nanoTime();
    Map<String, String> all = new HashMap<>(environment);
    all.put("JAVA_HOME", setting.javaHome().toString());
    try (Child _ = new Child("start", setting.work().resolve("start.err"), all, command)) {
      return (System.nanoTime() - begin) / 1e6;
    }
  }

  private static void makeCache(Setting setting) throws IOException, InterruptedException {
    run(setting, List.of(setting.root().resolve("server/bin/make-aot-cache").toString()));
  }

  /** The health server's command, with the cache that it wrote when it ended for the first time. */
  private static List<String> health(Setting setting) throws IOException {
    Path cache = setting.work().resolve("health.aot");
    Files.deleteIfExists(cache);
    start(setting, plain(setting, List.of("-XX:AOTCacheOutput=" + cache)), Map.of());
    if (!Files.exists(cache)) {
      throw new IOException("the health server wrote no AOT cache");
    }
    return plain(
        setting,
        List.of(
            "-XX:AOTCache=" + cache,
            "-Xlog:disable",
            "-Xlog:all=warning,aot*=off,cds*=off:stderr"));
  }

  private static List<String> plain(Setting setting, List<String> flags) {
    Path target = setting.root().resolve("examples/benchmark/target");
    return Stream.of(
            Stream.of(setting.java().toString(), "--enable-native-access=ALL-UNNAMED"),
            flags.stream(),
            Stream.of(
                "-cp",
                target.resolve("plangen-benchmark.jar") + ":" + target.resolve("lib/*"),
                HealthServer.class.getName()))
        .flatMap(part -> part)
        .toList();
  }

  private static void run(Setting setting, List<String> command)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(setting.work().resolve("make-aot-cache.log").toFile());
    builder.environment().put("JAVA_HOME", setting.javaHome().toString());
    if (builder.start().waitFor() != 0) {
      throw new IOException("the AOT cache was not made");
    }
  }

  private static String median(List<Double> values) {
    return Table.number(Samples.median(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
