package dev.plangen.examples.benchmark;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The command line. Picocli fills the fields. */
final class Options {

  @Option(names = "--root", required = true, hidden = true)
  Path root = Path.of(".");

  @Option(
      names = "--figures",
      split = ",",
      paramLabel = "NAME",
      description = "Which figures; default: all.")
  String[] figures = {};

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each; default: 5.")
  int rounds = 5;

  @Option(names = "--quick", description = "Small numbers, to see that it works.")
  boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Default: examples/benchmark/target/benchmark.json.")
  Optional<Path> json = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;
}
