package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.baseline.BareMain;
import dev.plangen.examples.benchmark.endpoint.Pace;
import dev.plangen.examples.benchmark.load.LoadMain;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import dev.plangen.examples.benchmark.report.Samples;
import dev.plangen.examples.benchmark.report.Table;
import java.util.ArrayList;
import java.util.List;

/** One run at a time, of 100 ms calls: how much longer a solve takes than its calls alone. */
public final class SolveWall implements Figure {

  private static final Pace PACE = new Pace(50, 100, 20, 20);

  @Override
  public String name() {
    return "solve-wall";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    try (Lab lab = new Lab(setting)) {
      Child server = lab.server(PACE);
      Child load = lab.worker("load", LoadMain.class, Lab.target(server));
      Child bare = lab.worker("bare", BareMain.class, lab.baseUrl());
      Line warmUp = solve(setting.count(400, 40), 8);
      load.ask(warmUp);
      bare.ask(warmUp);

      List<Double> ratios = new ArrayList<>();
      List<Double> walls = new ArrayList<>();
      for (int round = 0; round < setting.rounds(); round++) {
        List<Double> served = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        for (int run = 0; run < setting.count(20, 5); run++) {
          served.add(load.ask(solve(1, 1)).number("all"));
          alone.add(bare.ask(solve(1, 1)).number("all"));
        }
        ratios.add(median(served) / median(alone));
        walls.add(median(served));
      }
      return List.of(
          new Result(
              "solve wall, one run",
              "",
              new Goal.AtMost(1.02),
              ratios,
              List.of("a solve took " + Table.number(median(walls)) + " ms")));
    }
  }

  private static Line solve(int runs, int parallel) {
    return Line.of("solve")
        .with("model", PACE.name())
        .with("runs", runs)
        .with("parallel", parallel);
  }

  private static double median(List<Double> values) {
    return Samples.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
