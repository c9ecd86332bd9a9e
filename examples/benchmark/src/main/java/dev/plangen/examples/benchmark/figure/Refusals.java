package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.endpoint.Pace;
import dev.plangen.examples.benchmark.load.LoadMain;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.CpuUse;
import dev.plangen.examples.benchmark.process.CpuWatch;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import dev.plangen.examples.benchmark.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What readers get while a server that has all its runs refuses more, against before. */
public final class Refusals implements Figure {

  private static final int READERS = 8;

  /** So many at a time are refused thousands of times a second. */
  private static final int FLOOD = 32;

  @Override
  public String name() {
    return "refusals";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    int settle = setting.count(3, 1);
    int seconds = setting.count(6, 2);
    // The runs outlast the measuring.
    Pace pace = Pace.steady(2 * (settle + seconds) + 3);
    Line order =
        Line.of("refuse")
            .with("model", pace.name())
            .with("readers", READERS)
            .with("flood", FLOOD)
            .with("settle", settle)
            .with("seconds", seconds);
    List<Double> ratios = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try (Lab lab = new Lab(setting)) {
      Child server = lab.server(READERS, pace);
      Child load = lab.worker("load", LoadMain.class, Lab.target(server));
      load.ask(order);
      for (int round = 0; round < setting.rounds(); round++) {
        CpuWatch watch = lab.watch(server, load, lab.endpoint());
        Line answer = load.ask(order);
        CpuUse cpu = watch.end();
        if (answer.integer("otherwise") > 0) {
          throw new IOException(answer.text("otherwise") + " starts were not refused");
        }
        ratios.add(answer.number("during") / answer.number("before"));
        if (round == setting.rounds() - 1) {
          notes.add(
              Table.number(answer.number("refused"))
                  + " refused a second, p99 "
                  + Table.number(answer.number("p99"))
                  + " ms; "
                  + Table.number(answer.number("before") / 1000)
                  + " KB/s before");
          notes.add(cpu.shares());
          cpu.bottleneck("server").ifPresent(notes::add);
        }
      }
    }
    return List.of(
        new Result("refusals, others' throughput", "", new Goal.AtLeast(0.9), ratios, notes));
  }
}
