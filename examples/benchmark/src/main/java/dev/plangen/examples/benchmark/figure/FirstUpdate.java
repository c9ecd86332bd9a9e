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

/** How soon a caller hears of its run, with 1,000 runs live and 100 new ones a second. */
public final class FirstUpdate implements Figure {

  /** Three such calls, one after the other, make a run of 10 s. */
  private static final Pace PACE = new Pace(500, 3333, 8, 40);

  private static final int RUN_SECONDS = 10;
  private static final int CONNECTIONS = 4;

  @Override
  public String name() {
    return "first-update";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    int rate = setting.count(100, 10);
    int skip = rate * RUN_SECONDS;
    int runs = skip + rate * setting.count(15, 3);
    try (Lab lab = new Lab(setting)) {
      Child server = lab.server(PACE);
      Child load = lab.worker("load", LoadMain.class, Lab.target(server));
      Line order =
          Line.of("open")
              .with("model", PACE.name())
              .with("rate", rate)
              .with("runs", runs)
              .with("skip", skip)
              .with("channels", CONNECTIONS);
      load.ask(order);

      List<Double> p99s = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      for (int round = 0; round < setting.rounds(); round++) {
        CpuWatch watch = lab.watch(server, load, lab.endpoint());
        Line answer = load.ask(order);
        CpuUse cpu = watch.end();
        if (answer.integer("failed") > 0) {
          throw new IOException(answer.text("failed") + " runs failed");
        }
        double[] firsts = answer.numbers("firsts");
        p99s.add(Samples.percentile(firsts, 0.99));
        if (round == setting.rounds() - 1) {
          notes.add(
              "median "
                  + Table.number(Samples.median(firsts))
                  + " ms; at most "
                  + answer.text("live")
                  + " runs live");
          notes.add(cpu.shares());
          cpu.bottleneck("server").ifPresent(notes::add);
        }
      }
      return List.of(new Result("first update, p99", "ms", new Goal.AtMost(20), p99s, notes));
    }
  }
}
