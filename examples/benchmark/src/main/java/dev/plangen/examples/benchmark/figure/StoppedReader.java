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
import java.util.ArrayList;
import java.util.List;

/** What other readers get while some have stopped reading, against before. */
public final class StoppedReader implements Figure {

  /** "Unchanged", but for what two such measurements differ by anyway. */
  private static final double UNCHANGED = 0.97;

  @Override
  public String name() {
    return "stopped-reader";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    List<Result> results = new ArrayList<>();
    results.add(measure(setting, false, "stopped reader", new Goal.AtLeast(UNCHANGED)));
    results.add(
        measure(setting, true, "stopped reader, same connection", new Goal.AtLeast(UNCHANGED)));
    return results;
  }

  private static Result measure(Setting setting, boolean same, String name, Goal goal)
      throws Exception {
    // What the transport holds for a stopped reader, 1 MiB, must be full by then.
    int settle = 6;
    int seconds = setting.count(6, 2);
    // The runs outlast the measuring.
    Pace pace = Pace.steady(2 * (settle + seconds) + 3);
    Line order =
        Line.of("stop")
            .with("model", pace.name())
            .with("readers", 8)
            .with("stoppers", 8)
            .with("same", same)
            .with("settle", settle)
            .with("seconds", seconds);
    List<Double> ratios = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try (Lab lab = new Lab(setting)) {
      Child server = lab.server(pace);
      Child load = lab.worker("load", LoadMain.class, Lab.target(server));
      load.ask(order);
      for (int round = 0; round < setting.rounds(); round++) {
        CpuWatch watch = lab.watch(server, load, lab.endpoint());
        Line answer = load.ask(order);
        CpuUse cpu = watch.end();
        ratios.add(answer.number("during") / answer.number("before"));
        if (round == setting.rounds() - 1) {
          notes.add(Table.number(answer.number("before") / 1000) + " KB/s before");
          notes.add(cpu.shares());
          cpu.bottleneck("server").ifPresent(notes::add);
        }
      }
    }
    return new Result(name, "", goal, ratios, notes);
  }
}
