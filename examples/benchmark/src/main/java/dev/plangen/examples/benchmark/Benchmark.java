package dev.plangen.examples.benchmark;

import dev.plangen.examples.benchmark.figure.Cancel;
import dev.plangen.examples.benchmark.figure.DeltaCost;
import dev.plangen.examples.benchmark.figure.Figure;
import dev.plangen.examples.benchmark.figure.FirstUpdate;
import dev.plangen.examples.benchmark.figure.HeapPerDelta;
import dev.plangen.examples.benchmark.figure.LiveRuns;
import dev.plangen.examples.benchmark.figure.Memory;
import dev.plangen.examples.benchmark.figure.ModelCalls;
import dev.plangen.examples.benchmark.figure.Refusals;
import dev.plangen.examples.benchmark.figure.Setting;
import dev.plangen.examples.benchmark.figure.SocketMemory;
import dev.plangen.examples.benchmark.figure.SolveWall;
import dev.plangen.examples.benchmark.figure.StartToServing;
import dev.plangen.examples.benchmark.figure.StoppedReader;
import dev.plangen.examples.benchmark.report.Json;
import dev.plangen.examples.benchmark.report.Result;
import dev.plangen.examples.benchmark.report.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Conducts the measuring of all figures, prints the table and writes the JSON file. */
@Command(
    name = "examples/benchmark.sh",
    description = "Measures the server; see docs/benchmarks.md.")
public final class Benchmark implements Callable<Integer> {

  private static final List<Figure> FIGURES =
      List.of(
          new SolveWall(),
          new LiveRuns(),
          new ModelCalls(),
          new DeltaCost(),
          new Cancel(),
          new FirstUpdate(),
          new StoppedReader(),
          new Refusals(),
          new Memory(),
          new SocketMemory(),
          new HeapPerDelta(),
          new StartToServing());

  @Mixin private Options options = new Options();

  @Spec private @Nullable CommandSpec spec;

  private Benchmark() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Benchmark()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Figure> chosen = chosen();
    Instant begin = Instant.now();
    Path target = options.root.resolve("examples/benchmark/target");
    Path work = Files.createDirectories(target.resolve("work"));
    Path javaHome = Path.of(System.getProperty("java.home"));
    var setting = new Setting(options.root, javaHome, work, options.rounds, options.quick);
    List<Result> results = new ArrayList<>();
    System.out.print(Table.head());
    for (Figure figure : chosen) {
      for (Result result : figure.measure(setting)) {
        results.add(result);
        System.out.print(Table.row(result));
      }
    }
    Path json = options.json.orElse(target.resolve("benchmark.json"));
    Json.write(json, begin, options.quick, results);
    System.out.println("written to " + json);
    return CommandLine.ExitCode.OK;
  }

  private List<Figure> chosen() {
    if (options.rounds < 1) {
      throw new ParameterException(commandLine(), "--rounds must be 1 or more.");
    }
    if (options.figures.length == 0) {
      return FIGURES;
    }
    List<Figure> chosen = new ArrayList<>();
    for (String name : options.figures) {
      chosen.add(
          FIGURES.stream()
              .filter(figure -> figure.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          commandLine(),
                          "There is no figure " + name + "; these are: " + names())));
    }
    return chosen;
  }

  private CommandLine commandLine() {
    return spec == null ? new CommandLine(this) : spec.commandLine();
  }

  private static String names() {
    return FIGURES.stream().map(Figure::name).collect(Collectors.joining(", "));
  }
}
