package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.Misuse;
import dev.plangen.examples.terminal.option.RunOptions;
import dev.plangen.v1.SolveRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plangen rejudge}: a new run that takes over another's plans. */
@Command(
    name = "rejudge",
    description = {
      "Lets other verifiers, or another threshold, judge the plans that a run has made; none is"
          + " written again. It is a run of its own, asked what the other was asked but for the"
          + " options that are given."
    })
final class Rejudge implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run's id.")
  private String runId = "";

  @Option(
      names = {"-s", "--stream"},
      description = "Shows each step, candidate and score as it comes.")
  private boolean stream;

  @Mixin private Showing showing = new Showing();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    SolveRequest changes = options.request("").setBaseRunId(runId).build();
    if (changes.getVerifiersCount() == 0 && !changes.hasVerificationThreshold()) {
      throw new Misuse("Say what is to be different: --verifier, or --threshold.");
    }
    try (PlanGenClient client = connection.open()) {
      SolveRequest request = changed(client.runs().get(runId).getRequest(), changes);
      return stream
          ? Answer.streamed(client, request, showing)
          : Answer.whole(client, request, showing.json);
    }
  }

  /** Of lists, and of what is one choice of several, nothing old stays beside the new. */
  private static SolveRequest changed(SolveRequest asked, SolveRequest changes) {
    SolveRequest.Builder request = asked.toBuilder();
    if (changes.getVerifiersCount() > 0) {
      request.clearVerifiers();
    }
    if (changes.getConstraintsCount() > 0) {
      request.clearConstraints();
    }
    if (changes.hasAlgorithm()) {
      request.clearAlgorithm();
    }
    if (!changes.getModel().isEmpty()) {
      request.clearRoleModels();
    }
    return request.mergeFrom(changes).build();
  }
}
