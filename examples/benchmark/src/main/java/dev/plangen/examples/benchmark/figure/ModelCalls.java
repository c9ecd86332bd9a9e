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

/** How many calls a second go through when the model takes no time: solves, one after the other. */
public final class ModelCalls implements Figure {

  private static final Pace PACE = new Pace(0, 0, 20, 20);
  private static final int CALLS_OF_A_RUN = 11;
  private static final int PARALLEL = 16;

  @Override
  public String name() {
    return "model-calls";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    int runs = setting.count(1500, 200);
    Line order =
        Line.of("solve").with("model", PACE.name()).with("runs", runs).with("parallel", PARALLEL);
    try (Lab lab = new Lab(setting)) {
      Child server = lab.server(PACE);
      Child load = lab.worker("load", LoadMain.class, Lab.target(server));
      Child bare = lab.worker("bare", BareMain.class, lab.baseUrl());
      // What is bound by processor time is measured only when the JVMs have compiled it.
      for (int i = 0; i < setting.count(12, 1); i++) {
        load.ask(order);
        bare.ask(order);
      }

      List<Double> ratios = new ArrayList<>();
      List<Double> rates = new ArrayList<>();
      List<Double> cpuRatios = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      for (int round = 0; round < setting.rounds(); round++) {
        CpuWatch served = lab.watch(server, load, lab.endpoint());
        double rate = rate(load.ask(order), runs);
        CpuUse cpu = served.end();
        CpuWatch alone = lab.watch(bare, lab.endpoint());
        double bareRate = rate(bare.ask(order), runs);
        CpuUse bareCpu = alone.end();
        ratios.add(rate / bareRate);
        rates.add(rate);
        cpuRatios.add(cpu.of("server") / bareCpu.of("bare"));
        if (round == setting.rounds() - 1) {
          notes.add(cpu.shares());
          notes.add("without the server " + bareCpu.shares());
          cpu.bottleneck("server").ifPresent(notes::add);
        }
      }
      notes.addFirst(String.format(Locale.ROOT, "%.0f calls a second", median(rates)));
      return List.of(
          new Result("model calls", "", new Goal.AtLeast(0.9), ratios, notes),
          new Result(
              "model calls, CPU of each",
              "",
              new Goal.Reported(),
              cpuRatios,
              List.of("processor time of the server's process / of bare openai-java's")));
    }
  }

  private static double rate(Line answer, int runs) {
    return runs * CALLS_OF_A_RUN / (answer.number("all") / 1e3);
  }

  private static double median(List<Double> values) {
    return Samples.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
