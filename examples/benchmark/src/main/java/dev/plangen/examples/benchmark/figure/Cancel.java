package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.endpoint.Pace;
import dev.plangen.examples.benchmark.load.LoadMain;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.CpuUse;
import dev.plangen.examples.benchmark.process.CpuWatch;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import dev.plangen.examples.benchmark.report.Samples;
import dev.plangen.examples.benchmark.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * From a caller's cancel to the last model socket closed, while other solves keep the server at
 * half of the machine's processors.
 */
public final class Cancel implements Figure {

  /** Five plans, each a socket. */
  private static final int SOCKETS = 5;

  /** The runs to cancel write slowly and for long. */
  private static final Pace CANCELLED = new Pace(5, 60_000, 600, 20);

  private static final Pace BACKGROUND = new Pace(50, 500, 20, 20);
  private static final int PATIENCE_MILLIS = 10_000;

  @Override
  public String name() {
    return "cancel";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    int cancels = setting.count(1000, 50);
    try (Lab lab = new Lab(setting)) {
      Child server = lab.server(CANCELLED, BACKGROUND);
      Child load = lab.worker("load", LoadMain.class, Lab.target(server));
      Child canceller = lab.worker("load", LoadMain.class, Lab.target(server));
      double rate = rateForHalfTheMachine(setting, lab, server, load);
      cancelAll(lab, canceller, "w", setting.count(100, 10));

      List<Double> p99s = new ArrayList<>();
      List<Double> medians = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      for (int round = 0; round < setting.rounds(); round++) {
        // Cancels take about 20 ms each; the background outlasts them or begins again.
        try (ExecutorService background = Executors.newSingleThreadExecutor()) {
          CpuWatch watch = lab.watch(server, load, canceller, lab.endpoint());
          Future<Line> others =
              background.submit(() -> load.ask(open(rate, (int) (rate * cancels / 40))));
          double[] millis = cancelAll(lab, canceller, Character.toString('a' + round), cancels);
          CpuUse cpu = watch.end();
          others.get();
          p99s.add(Samples.percentile(millis, 0.99));
          medians.add(Samples.median(millis));
          if (round == setting.rounds() - 1) {
            notes.add(cpu.shares());
            cpu.bottleneck("server").ifPresent(notes::add);
          }
        }
      }
      notes.addFirst(
          String.format(
              Locale.ROOT,
              "median %s ms; %.0f other solves a second",
              Table.number(
                  Samples.median(medians.stream().mapToDouble(Double::doubleValue).toArray())),
              rate));
      return List.of(
          new Result("cancel, p99 of " + cancels, "ms", new Goal.AtMost(20), p99s, notes));
    }
  }

  /** Warms up, then takes what a solve costs. */
  private static double rateForHalfTheMachine(Setting setting, Lab lab, Child server, Child load)
      throws IOException {
    load.ask(open(40, setting.count(800, 80)));
    int runs = setting.count(400, 80);
    CpuWatch watch = lab.watch(server);
    load.ask(open(40, runs));
    double secondsEach = watch.end().of("server") / runs;
    return Runtime.getRuntime().availableProcessors() / 2.0 / secondsEach;
  }

  private static Line open(double rate, int runs) {
    return Line.of("open")
        .with("model", BACKGROUND.name())
        .with("rate", rate)
        .with("runs", Math.max(1, runs))
        .with("skip", 0)
        .with("channels", 1);
  }

  private static double[] cancelAll(Lab lab, Child canceller, String round, int cancels)
      throws Exception {
    double[] millis = new double[cancels];
    for (int i = 0; i < cancels; i++) {
      String run = "run-" + round + i;
      Line cancelled =
          canceller.ask(
              Line.of("cancel")
                  .with("model", CANCELLED.name())
                  .with("run", run)
                  .with("deltas", SOCKETS));
      millis[i] = (lastClose(lab, run) - cancelled.number("nanos")) / 1e6;
    }
    return millis;
  }

  private static double lastClose(Lab lab, String run) throws Exception {
    for (int waited = 0; waited < PATIENCE_MILLIS; waited++) {
      Line closes = lab.endpoint().ask(Line.of("closes").with("run", run));
      if (closes.integer("closed") == SOCKETS) {
        return closes.number("nanos");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    throw new IOException("the sockets of a cancelled run stay open");
  }
}
