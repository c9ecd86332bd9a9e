package dev.plangen.examples.terminal.option;

import dev.plangen.v1.Budget;
import dev.plangen.v1.Money;
import dev.plangen.v1.RoleModels;
import dev.plangen.v1.SolveRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a solve can be told, but its problem and the run that it starts from. */
public final class RunOptions {

  /** The contract's. */
  private static final String DEFAULT_ALGORITHM = "best_of_n";

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--constraints-model",
      paramLabel = "ID",
      description = "Another model for extracting the constraints.")
  private String constraintsModel = "";

  @Option(
      names = "--verify-model",
      paramLabel = "ID",
      description = "Another model for judging plans.")
  private String verifyModel = "";

  @Option(
      names = "--select-model",
      paramLabel = "ID",
      description = "Another model for saying how promising each algorithm is.")
  private String selectModel = "";

  @Option(
      names = {"-a", "--algorithm"},
      paramLabel = "NAME",
      description = "How plans are found; see plangen algorithms. Default: the server's.")
  private @Nullable String algorithm;

  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      split = ",",
      description = "A parameter of the algorithm: candidates=3. Repeatable.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Mixin private JudgeOptions judge = new JudgeOptions();

  @Option(
      names = {"-t", "--threshold"},
      paramLabel = "SCORE",
      description = "From which score on a plan is verified, -100 to 100. Default: 95.")
  private @Nullable Integer threshold;

  @Option(
      names = "--max-model-calls",
      paramLabel = "N",
      description = "The most model calls of the run.")
  private @Nullable Long maxModelCalls;

  @Option(
      names = "--max-total-tokens",
      paramLabel = "N",
      description = "The most tokens that it reads and writes.")
  private @Nullable Long maxTotalTokens;

  @Option(
      names = "--max-cost",
      paramLabel = "AMOUNT",
      description = "The most that it costs, in the currency of the server's prices: 0.05USD.")
  private @Nullable Money maxCost;

  @Option(
      names = "--soft-deadline",
      paramLabel = "DURATION",
      description = "After this long it ends with the best plan so far: 30s, 5m.")
  private @Nullable Duration softDeadline;

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "Names the request: the same one again joins its run, and pays nothing twice.")
  private String requestId = "";

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY=VALUE",
      description = "Words of your own about the run, for plangen runs. Repeatable.")
  private Map<String, String> labels = new LinkedHashMap<>();

  /**
   * Makes the request that these options describe.
   *
   * @throws Misuse if options can't be read, or not together
   */
  public SolveRequest.Builder request(String problem) {
    SolveRequest.Builder request =
        SolveRequest.newBuilder()
            .setProblem(problem)
            .setRequestId(requestId)
            .setModel(model.model())
            .addAllVerifiers(judge.verifiers())
            .addAllConstraints(judge.constraints())
            .setPromptProfile(judge.profile())
            .putAllLabels(labels);
    model.sampling().ifPresent(request::setSampling);
    roles().ifPresent(request::setRoleModels);
    budget().ifPresent(request::setBudget);
    Optional.ofNullable(threshold).ifPresent(request::setVerificationThreshold);
    if (algorithm != null || !parameters.isEmpty()) {
      String name = Objects.requireNonNullElse(algorithm, DEFAULT_ALGORITHM);
      request.setAlgorithm(Algorithms.of(name, parameters));
    }
    return request;
  }

  private Optional<RoleModels> roles() {
    RoleModels roles =
        RoleModels.newBuilder()
            .setConstraints(constraintsModel)
            .setVerify(verifyModel)
            .setSelect(selectModel)
            .build();
    return Optional.of(roles).filter(made -> !made.equals(RoleModels.getDefaultInstance()));
  }

  private Optional<Budget> budget() {
    Budget.Builder budget = Budget.newBuilder();
    Optional.ofNullable(maxModelCalls).ifPresent(budget::setMaxModelCalls);
    Optional.ofNullable(maxTotalTokens).ifPresent(budget::setMaxTotalTokens);
    Optional.ofNullable(maxCost).ifPresent(budget::setMaxCost);
    Optional.ofNullable(softDeadline).map(Durations::toProto).ifPresent(budget::setSoftDeadline);
    return Optional.of(budget.build()).filter(made -> !made.equals(Budget.getDefaultInstance()));
  }
}
