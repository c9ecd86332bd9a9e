package dev.plangen.examples.evaluate;

import dev.plangen.examples.evaluate.ask.Wishes;
import dev.plangen.examples.evaluate.matrix.Jury;
import dev.plangen.examples.evaluate.matrix.Matrix;
import dev.plangen.examples.evaluate.matrix.MethodReader;
import dev.plangen.examples.evaluate.progress.Progress;
import dev.plangen.examples.evaluate.result.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The command line. Picocli fills the fields. */
final class Options {

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "The running server. Default: 127.0.0.1:9090.")
  String target = "127.0.0.1:9090";

  @Option(
      names = "--problems",
      paramLabel = "FILE",
      required = true,
      description = "Problems, one JSON object a line: id, problem, golden_plan. Repeatable.")
  List<Path> problems = List.of();

  @Option(
      names = "--results",
      paramLabel = "FILE",
      required = true,
      description =
          "Where each result is written as it comes. With a file that is there, the evaluation goes"
              + " on from it.")
  Path results = Path.of("results.jsonl");

  @Option(
      names = "--model",
      paramLabel = "ID",
      required = true,
      description = "A model of the server. Repeatable: with several, they are shown side by side.")
  List<String> models = List.of();

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description =
          "single, majority, best_of_n, best_of_n:first (one candidate after the other, until one"
              + " is verified), tree_of_thought, rebase, mixture; parameters after a colon, such as"
              + " best_of_n:candidates=8. Repeatable. Default: all of these.")
  List<String> algorithms =
      List.of(
          "single",
          "majority",
          "best_of_n",
          "best_of_n:first",
          "tree_of_thought",
          "rebase",
          "mixture");

  @Option(
      names = "--verifier",
      paramLabel = "ID",
      description =
          "llm, sound (calendar or trip, as the problem is), or other ids; several at once joined"
              + " by +. Repeatable. Default: llm and sound.")
  List<String> verifiers = List.of("llm", "sound");

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many problems are under way at the same time. Default: 4.")
  int concurrency = 4;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes sampling repeatable, for models that take a seed. Default: 1.")
  long seed = 1;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N problems of each family.")
  Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--max-output-tokens",
      paramLabel = "N",
      description = "The most tokens that a model call may write. Default: the server's.")
  Optional<Integer> maxOutputTokens = Optional.empty();

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "Names the evaluation, in its tables and as a label of its runs.")
  String label = "evaluation";

  @Option(names = "--redo-failed", description = "Runs that failed before are made again.")
  boolean redoFailed;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "The tables. Default: beside the results, with the ending .md.")
  Optional<Path> markdown = Optional.empty();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "All figures. Default: beside the results, with the ending .json.")
  Optional<Path> json = Optional.empty();

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description =
          "Quality against tokens, as PNG: one for each model and family, whose names are put"
              + " before the ending. Default: beside the results, with the ending .png.")
  Optional<Path> picture = Optional.empty();

  @Option(names = "--screen", hidden = true)
  Progress.Screen screen = Progress.Screen.LOG;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  Matrix matrix() {
    return new Matrix(
        models,
        algorithms.stream().map(MethodReader::read).toList(),
        verifiers.stream().map(Jury::new).toList());
  }

  Settings settings(List<String> digests) {
    return new Settings(
        Settings.FORM, label, models, algorithms, verifiers, seed, maxOutputTokens, digests);
  }

  Wishes wishes() {
    return new Wishes(label, seed, maxOutputTokens);
  }

  OptionalInt limit() {
    return limit.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  Path besideResults(String ending) {
    String name = String.valueOf(results.getFileName());
    int dot = name.lastIndexOf('.');
    return results.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
  }
}
