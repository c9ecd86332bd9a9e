package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.option.JudgeOptions;
import dev.plangen.examples.terminal.option.Misuse;
import dev.plangen.examples.terminal.option.Texts;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.examples.terminal.screen.Terminal;
import dev.plangen.examples.terminal.show.Verdicts;
import dev.plangen.examples.terminal.show.Words;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.VerificationResult;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.VerifyPlanResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plangen verify}. */
@Command(
    name = "verify",
    description = "Verifies a plan from anywhere against its problem. Exit status 0 if it passes.")
final class Verify implements Callable<Integer> {

  private static final Path STANDARD_INPUT = Path.of("-");

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      required = true,
      description = "Holds the plan; - is standard input.")
  private Path plan = STANDARD_INPUT;

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
      names = {"-m", "--model"},
      paramLabel = "ID",
      description = "Judges where the verifier is llm. Default: the server's.")
  private String model = "";

  @Option(names = "--json", description = "Writes JSON, named as in the contract.")
  private boolean json;

  @Mixin private JudgeOptions judge = new JudgeOptions();
  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    if (plan.equals(STANDARD_INPUT)
        && (file == null ? problem.isEmpty() : file.equals(STANDARD_INPUT))) {
      throw new Misuse("Only one of them can come by standard input: the plan, or the problem.");
    }
    VerifyPlanRequest request =
        VerifyPlanRequest.newBuilder()
            .setProblem(Texts.read("problem", problem, file))
            .setPlan(Texts.read("plan", plan))
            .setModel(model)
            .addAllVerifiers(judge.verifiers())
            .addAllConstraints(judge.constraints())
            .setPromptProfile(judge.profile())
            .build();
    try (PlanGenClient client = connection.open()) {
      VerifyPlanResponse response = client.verifyPlan(request);
      if (json) {
        new JsonLines(Output.standard()).write(response);
      } else {
        show(response);
      }
      return response.getVerificationResult().getOutcome() == Outcome.OUTCOME_PASSED
          ? ExitStatus.OK
          : ExitStatus.NOT_VERIFIED;
    }
  }

  private static void show(VerifyPlanResponse response) {
    Screen screen = Terminal.here().lines();
    Verdicts verdicts = new Verdicts(screen);
    for (VerificationResult verdict : response.getVerificationResultsList()) {
      verdicts.tell("", verdict);
    }
    System.err.println(Words.cost(response.getUsage()));
  }
}
