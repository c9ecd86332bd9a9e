package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.baseline.BareMain;
import dev.plangen.examples.benchmark.endpoint.Pace;
import dev.plangen.examples.benchmark.load.LoadMain;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.CpuUse;
import dev.plangen.examples.benchmark.process.CpuWatch;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import dev.plangen.examples.benchmark.report.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** 1,000 live runs of 3 s calls, arriving by a schedule: how much longer they take. */
public final class LiveRuns implements Figure {

  private static final Pace PACE = new Pace(500, 3000, 8, 40);
  private static final double RUN_SECONDS = 9;
  private static final int CONNECTIONS = 4;

  @Override
  public String name() {
    return "live-runs";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    int live = setting.count(1000, 50);
    double rate = live / RUN_SECONDS;
    int skip = live;
    int runs = skip + (int) (rate * setting.count(15, 3));
    Line order =
        Line.of("open")
            .with("model", PACE.name())
            .with("rate", rate)
            .with("runs", runs)
            .with("skip", skip)
            .with("channels", CONNECTIONS);
    try (Lab lab = new Lab(setting)) {
      Child server = lab.server(PACE);
      Child load = lab.worker("load", LoadMain.class, Lab.target(server));
      Child bare = lab.worker("bare", BareMain.class, lab.baseUrl());
      load.ask(order);
      bare.ask(order);

      List<Double> ratios = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      for (int round = 0; round < setting.rounds(); round++) {
        CpuWatch watch = lab.watch(server, load, lab.endpoint());
        Line served = load.ask(order);
        CpuUse cpu = watch.end();
        CpuWatch bareWatch = lab.watch(bare, lab.endpoint());
        Line alone = bare.ask(order);
        CpuUse bareCpu = bareWatch.end();
        double[] walls = served.numbers("walls");
        double[] bareWalls = alone.numbers("walls");
        ratios.add(Samples.median(walls) / Samples.median(bareWalls));
        if (round == setting.rounds() - 1) {
          notes.add(told("server", served, walls));
          notes.add(told("bare", alone, bareWalls));
          notes.add(cpu.shares());
          notes.add("without the server " + bareCpu.shares());
          cpu.bottleneck("server").ifPresent(notes::add);
        }
      }
      return List.of(
          new Result("solve wall, " + live + " live", "", new Goal.AtMost(1.10), ratios, notes));
    }
  }

  private static String told(String who, Line answer, double[] walls) {
    return String.format(
        Locale.ROOT,
        "%s: median %.0f ms, p99 %.0f ms, %s failed, at most %s live",
        who,
        Samples.median(walls),
        Samples.percentile(walls, 0.99),
        answer.text("failed"),
        answer.text("live"));
  }
}
