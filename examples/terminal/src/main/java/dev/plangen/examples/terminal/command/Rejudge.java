package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.Misuse;
import dev.plangen.examples.terminal.option.RunOptions;
import dev.plangen.examples.terminal.option.Texts;
import dev.plangen.v1.Run;
import dev.plangen.v1.SolveRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plangen rejudge}: a new run that takes over another's plans. */
@Command(
    name = "rejudge",
    description = {
      "Lets other verifiers, or another threshold, judge the plans that a run has made; none is"
          + " written again. It is a run of its own.",
      "A run does not tell its problem: give it again, by --file or on standard input, and --seed,"
          + " --temperature, --max-output-tokens and --profile if it was given them. Its model, its"
          + " algorithm and its constraints are taken over."
    })
final class Rejudge implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run's id.")
  private String runId = "";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Holds the run's problem. Default: standard input.")
  private @Nullable Path file;

  @Option(
      names = {"-s", "--stream"},
      description = "Shows each step, candidate and score as it comes.")
  private boolean stream;

  @Mixin private Showing showing = new Showing();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    SolveRequest.Builder request =
        options.request(Texts.read("problem", List.of(), file)).setBaseRunId(runId);
    try (PlanGenClient client = connection.open()) {
      Run base = client.runs().get(runId);
      // A run that has not ended may have constraints, but does not tell them: it is asked again,
      // or rather its call is taken over.
      if (request.getConstraintsCount() == 0) {
        request.addAllConstraints(base.getResult().getConstraintsList());
      }
      if (options.model().model().isEmpty()) {
        request.setModel(base.getModel());
      }
      if (!options.choosesAlgorithm()) {
        request.setAlgorithm(base.getAlgorithm());
      }
      if (options.judge().verifiers().isEmpty() && !request.hasVerificationThreshold()) {
        throw new Misuse("Say what is to be different: --verifier, or --threshold.");
      }
      return stream
          ? Answer.streamed(client, request.build(), showing)
          : Answer.whole(client, request.build(), showing.json);
    }
  }
}
