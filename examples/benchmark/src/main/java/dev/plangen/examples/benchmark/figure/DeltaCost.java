package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.baseline.Relay;
import dev.plangen.examples.benchmark.endpoint.Pace;
import dev.plangen.examples.benchmark.load.LoadMain;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.CpuUse;
import dev.plangen.examples.benchmark.process.CpuWatch;
import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.report.Goal;
import dev.plangen.examples.benchmark.report.Result;
import dev.plangen.examples.benchmark.report.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Processor time for each chunk of a provider on its way to a reader, against a bare relay's. */
public final class DeltaCost implements Figure {

  /** What a solve with given constraints makes of each run: five plans, then their verdicts. */
  private static final int STREAMS_OF_A_RUN = 5;

  @Override
  public String name() {
    return "delta-cost";
  }

  @Override
  public List<Result> measure(Setting setting) throws Exception {
    int runs = setting.count(20, 4);
    int streams = runs * STREAMS_OF_A_RUN;
    // 50 pieces a second and stream, as a fast model writes.
    Pace pace = setting.quick() ? new Pace(100, 1000, 50, 6) : new Pace(100, 4000, 200, 6);
    // A verdict has to wait for its plan, so a solve's chunks take two such calls.
    double solveChunks = 2.0 * streams * pace.chunks();
    double streamChunks = (double) streams * pace.chunks();
    Line solves =
        Line.of("read").with("model", pace.name()).with("run", "run-0").with("runs", runs);
    Line generations = Line.of("chunks").with("model", pace.name()).with("streams", streams);
    try (Lab lab = new Lab(setting)) {
      Child server = lab.server(pace);
      Child load = lab.worker("load", LoadMain.class, Lab.target(server));
      Child relay = lab.worker("relay", Relay.class, lab.baseUrl());
      String relayTarget = "127.0.0.1:" + Line.parse(relay.ready()).integer("port");
      Child relayLoad = lab.worker("load", LoadMain.class, relayTarget);
      for (int i = 0; i < setting.count(5, 1); i++) {
        load.ask(solves);
        load.ask(generations);
        relayLoad.ask(generations);
        relayLoad.ask(generations);
      }

      var solving = new Ratio("delta cost, SolveStream", solveChunks);
      var generating = new Ratio("delta cost, GenerateStream", streamChunks);
      for (int round = 0; round < setting.rounds(); round++) {
        double bare =
            (cost(lab, relay, relayLoad, generations, streamChunks).micros()
                    + cost(lab, relay, relayLoad, generations, streamChunks).micros())
                / 2;
        solving.add(cost(lab, server, load, solves, solveChunks), bare);
        generating.add(cost(lab, server, load, generations, streamChunks), bare);
      }
      return List.of(solving.result(), generating.result());
    }
  }

  private record Cost(double micros, double deltas, CpuUse cpu) {}

  private static Cost cost(Lab lab, Child measured, Child load, Line order, double chunks)
      throws IOException {
    CpuWatch watch = lab.watch(measured, load, lab.endpoint());
    Line answer = load.ask(order);
    CpuUse cpu = watch.end();
    if (answer.integer("failed") > 0) {
      throw new IOException(answer.text("failed") + " streams failed");
    }
    return new Cost(cpu.of(measured.name()) * 1e6 / chunks, answer.number("deltas"), cpu);
  }

  /** One of the two ways to stream. */
  private static final class Ratio {
    private final String name;
    private final double chunks;
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> micros = new ArrayList<>();
    private final List<Double> bareMicros = new ArrayList<>();
    private final List<Double> deltas = new ArrayList<>();
    private final List<String> bottlenecks = new ArrayList<>();
    private String shares = "";

    Ratio(String name, double chunks) {
      this.name = name;
      this.chunks = chunks;
    }

    void add(Cost cost, double bare) {
      ratios.add(cost.micros() / bare);
      micros.add(cost.micros());
      bareMicros.add(bare);
      deltas.add(cost.deltas());
      shares = cost.cpu().shares();
      cost.cpu().bottleneck("server").ifPresent(bottlenecks::add);
    }

    Result result() {
      List<String> notes = new ArrayList<>();
      notes.add(
          String.format(
              Locale.ROOT,
              "%.1f us a chunk, the relay %.1f us; %.0f chunks in %.0f deltas (%.2f chunks each)",
              median(micros),
              median(bareMicros),
              chunks,
              median(deltas),
              chunks / median(deltas)));
      notes.add(shares);
      bottlenecks.stream().limit(1).forEach(notes::add);
      return new Result(name, "", new Goal.AtMost(2), ratios, notes);
    }

    private static double median(List<Double> values) {
      return Samples.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
