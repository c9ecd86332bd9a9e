package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.option.Misuse;
import dev.plangen.examples.terminal.option.RunOptions;
import dev.plangen.examples.terminal.option.Texts;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.v1.Run;
import dev.plangen.v1.SolveRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plangen solve}. */
@Command(
    name = "solve",
    description = {
      "Solves a problem. Writes the plan; with --stream, what happens as it happens.",
      "Ctrl-C cancels the run."
    })
final class Solve implements Callable<Integer> {

  @Parameters(
      paramLabel = "PROBLEM",
      arity = "0..*",
      description = "In plain words. Without it, and without --file: standard input.")
  private List<String> problem = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Holds the problem; - is standard input.")
  private @Nullable Path file;

  @Option(
      names = {"-s", "--stream"},
      description = "Shows each step, candidate and score as it comes; on a terminal, texts grow.")
  private boolean stream;

  @Option(
      names = {"-d", "--detach"},
      description = "Starts the run, writes its id, and leaves; see plangen watch.")
  private boolean detach;

  @Mixin private Showing showing = new Showing();
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--base-run-id",
      paramLabel = "RUN",
      description = "Takes over the calls of another run that would be the same here.")
  private String base = "";

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    if (stream && detach) {
      throw new Misuse("--detach leaves the run, which --stream would show: use plangen watch.");
    }
    SolveRequest request =
        options.request(Texts.read("problem", problem, file)).setBaseRunId(base).build();
    try (PlanGenClient client = connection.open()) {
      if (detach) {
        Run run = client.runs().start(request);
        Output out = Output.standard();
        if (showing.json) {
          new JsonLines(out).write(run);
        } else {
          out.write(run.getRunId() + "\n");
        }
        return ExitStatus.OK;
      }
      return stream
          ? Answer.streamed(client, request, showing)
          : Answer.whole(client, request, showing.json);
    }
  }
}
