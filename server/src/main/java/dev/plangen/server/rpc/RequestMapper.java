package dev.plangen.server.rpc;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.planning.Planner;
import dev.plangen.server.planning.agent.Asking;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.Budget;
import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.GeneratePlanRequest;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.VerifyPlanRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Turns requests into jobs: checks every field against the contract and fills in the defaults. All
 * methods throw {@link FailureException} with {@code InvalidRequest}, which names every wrong
 * field, or with {@code UnknownModel}.
 */
final class RequestMapper {

  private static final int MOST_MODEL_ID_BYTES = 256;

  /** Clients take headers of 8 KiB by default, and a status is sent as headers. */
  private static final int MOST_CONSTRAINTS_NAMED = 10;

  private final Models models;
  private final RequestBounds bounds;

  RequestMapper(Models models, RequestBounds bounds) {
    this.models = models;
    this.bounds = bounds;
  }

  /** {@code Solve} and {@code SolveStream}: a run that is cancelled with its last reader. */
  Submission solve(Caller caller, SolveRequest request) {
    return submission(caller, request, "", Patience.Grace.NONE);
  }

  /** {@code StartRun}: a run that needs no reader. */
  Submission start(Caller caller, StartRunRequest request) {
    return submission(caller, request.getRequest(), "request.", new Patience.Unlimited());
  }

  /**
   * The same request within another.
   *
   * @param prefix of its fields' paths
   */
  private Submission submission(
      Caller caller, SolveRequest request, String prefix, Patience usual) {
    var violations = new Violations(prefix);
    Job.Solve job = solve(violations, request);
    var submission =
        new Submission(
            caller,
            job,
            BudgetMapper.budget(
                violations,
                budget(violations, request, job.model()),
                bounds,
                violations.names("model") ? Optional.empty() : models.prices(job.model()),
                job.constraints().isEmpty()),
            RunTermsMapper.patience(violations, request, usual),
            RunTermsMapper.requestId(violations, request),
            RunTermsMapper.base(violations, request.getBaseRunId()),
            RunTermsMapper.labels(violations, "labels", request.getLabelsMap()));
    violations.throwIfAny();
    served(job.model());
    return submission;
  }

  /** Of a model that is not served, nobody needs to know that it has no price. */
  private Budget budget(Violations violations, SolveRequest request, String model) {
    boolean served = !violations.names("model") && models.find(model).isPresent();
    return served ? request.getBudget() : request.getBudget().toBuilder().clearMaxCost().build();
  }

  private Job.Solve solve(Violations violations, SolveRequest request) {
    violations.requireText("problem", request.getProblem(), bounds.inputBytes());
    checkConstraints(violations, request.getConstraintsList());
    String model = model(violations, request.getModel());
    SamplingWish sampling = sampling(violations, request.getSampling(), model);
    AlgorithmChoice algorithm = algorithm(violations, request.getAlgorithm(), sampling);
    int threshold =
        request.hasVerificationThreshold()
            ? request.getVerificationThreshold()
            : Planner.DEFAULT_THRESHOLD;
    violations.requireRange("verification_threshold", threshold, -100, 100);
    StreamWish.check(violations, request.getStreamOptions());
    return new Job.Solve(
        request.getProblem(), model, sampling, algorithm, threshold, request.getConstraintsList());
  }

  Submission extract(Caller caller, ExtractConstraintsRequest request) {
    var violations = new Violations("");
    violations.requireText("problem", request.getProblem(), bounds.inputBytes());
    String model = model(violations, request.getModel());
    violations.throwIfAny();
    return Submission.of(caller, new Job.Extract(request.getProblem(), served(model)));
  }

  Submission draft(Caller caller, GeneratePlanRequest request) {
    var violations = new Violations("");
    violations.requireText("problem", request.getProblem(), bounds.inputBytes());
    checkConstraints(violations, request.getConstraintsList());
    String model = model(violations, request.getModel());
    SamplingWish sampling = sampling(violations, request.getSampling(), model);
    violations.throwIfAny();
    return Submission.of(
        caller,
        new Job.Draft(request.getProblem(), request.getConstraintsList(), served(model), sampling));
  }

  Submission check(Caller caller, VerifyPlanRequest request) {
    var violations = new Violations("");
    violations.requireText("problem", request.getProblem(), bounds.inputBytes());
    checkConstraints(violations, request.getConstraintsList());
    violations.requireText("plan", request.getPlan(), bounds.inputBytes());
    String model = model(violations, request.getModel());
    violations.throwIfAny();
    return Submission.of(
        caller,
        new Job.Check(
            request.getProblem(), request.getConstraintsList(), request.getPlan(), served(model)));
  }

  Submission generate(Caller caller, GenerateRequest request) {
    var violations = new Violations("");
    violations.requireText("prompt", request.getPrompt(), bounds.inputBytes());
    violations.requireAtMost("system_prompt", request.getSystemPrompt(), bounds.inputBytes());
    String model = model(violations, request.getModel());
    SamplingWish sampling = sampling(violations, request.getSampling(), model);
    violations.throwIfAny();
    return Submission.of(
        caller,
        new Job.Generate(request.getSystemPrompt(), request.getPrompt(), served(model), sampling));
  }

  private static void checkConstraints(Violations violations, List<String> constraints) {
    if (constraints.size() > TextBounds.MOST_CONSTRAINTS) {
      violations.add(
          "constraints",
          "must be at most " + TextBounds.MOST_CONSTRAINTS + ", and are " + constraints.size());
      return;
    }
    List<Integer> empty =
        IntStream.range(0, constraints.size())
            .filter(i -> constraints.get(i).isBlank())
            .boxed()
            .toList();
    empty.stream()
        .limit(MOST_CONSTRAINTS_NAMED)
        .forEach(i -> violations.add("constraints[" + i + "]", "must not be empty"));
    if (empty.size() > MOST_CONSTRAINTS_NAMED) {
      violations.add(
          "constraints",
          "must hold no empty ones, and hold "
              + (empty.size() - MOST_CONSTRAINTS_NAMED)
              + " more of them");
    }
    violations.requireAtMost(
        "constraints", String.join("", constraints), TextBounds.CONSTRAINTS_BYTES);
  }

  private String model(Violations violations, String wished) {
    violations.requireAtMost("model", wished, MOST_MODEL_ID_BYTES);
    // It appears in log lines and headers.
    if (wished.codePoints().anyMatch(RequestMapper::isBlankOrControl)) {
      violations.add("model", "must not hold white space or control characters");
    }
    return wished.isEmpty() ? models.defaultId() : wished;
  }

  private static boolean isBlankOrControl(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.isISOControl(codePoint);
  }

  private String served(String model) {
    if (models.find(model).isEmpty()) {
      throw new FailureException(new Failure.UnknownModel(model));
    }
    return model;
  }

  private SamplingWish sampling(Violations violations, Sampling sampling, String model) {
    // An id that is refused is not looked up: a family would open it.
    Set<SamplingParameter> unsupported =
        !violations.names("model")
            ? models.find(model).map(LanguageModel::unsupported).orElse(Set.of())
            : Set.of();
    if (sampling.hasTemperature()) {
      double temperature = sampling.getTemperature();
      // Written so that NaN is refused too.
      if (!(temperature >= 0 && temperature <= 2)) {
        violations.add("sampling.temperature", "must be 0 to 2, and is " + temperature);
      }
      requireTaken(violations, SamplingParameter.TEMPERATURE, unsupported);
    }
    if (sampling.hasMaxOutputTokens()) {
      violations.requireRange(
          "sampling.max_output_tokens", sampling.getMaxOutputTokens(), 1, bounds.outputTokens());
      requireTaken(violations, SamplingParameter.MAX_OUTPUT_TOKENS, unsupported);
    }
    if (sampling.hasSeed()) {
      requireTaken(violations, SamplingParameter.SEED, unsupported);
    }
    return new SamplingWish(
        sampling.hasTemperature()
            ? OptionalDouble.of(sampling.getTemperature())
            : OptionalDouble.empty(),
        sampling.hasMaxOutputTokens()
            ? OptionalInt.of(sampling.getMaxOutputTokens())
            : OptionalInt.empty(),
        sampling.hasSeed() ? OptionalLong.of(sampling.getSeed()) : OptionalLong.empty());
  }

  private static void requireTaken(
      Violations violations, SamplingParameter parameter, Set<SamplingParameter> unsupported) {
    if (unsupported.contains(parameter)) {
      violations.add(
          "sampling." + parameter.fieldName(), "must be left out: this model takes none");
    }
  }

  private AlgorithmChoice algorithm(
      Violations violations, Algorithm algorithm, SamplingWish sampling) {
    return switch (algorithm.getKindCase()) {
      case BEST_OF_N -> bestOfN(violations, algorithm.getBestOfN(), sampling);
      case KIND_NOT_SET ->
          bestOfN(violations, dev.plangen.v1.BestOfN.getDefaultInstance(), sampling);
    };
  }

  private AlgorithmChoice bestOfN(
      Violations violations, dev.plangen.v1.BestOfN choice, SamplingWish sampling) {
    int candidates = choice.hasCandidates() ? choice.getCandidates() : bounds.usualCandidates();
    String field = "algorithm.best_of_n.candidates";
    if (candidates < 1 || candidates > bounds.candidates()) {
      violations.requireRange(field, candidates, 1, bounds.candidates());
    } else {
      requireFits(violations, field, candidates, sampling);
    }
    return new AlgorithmChoice.BestOfN(candidates);
  }

  /** Keeps every update within {@link TextBounds#UPDATE_BYTES}. */
  private void requireFits(
      Violations violations, String candidatesField, int candidates, SamplingWish sampling) {
    int tokens = sampling.maxOutputTokens().orElse(Asking.DEFAULT_OUTPUT_TOKENS);
    int most = TextBounds.mostOutputTokens(candidates);
    if (tokens > most && tokens <= bounds.outputTokens()) {
      violations.add(
          "sampling.max_output_tokens",
          "must be at most " + most + " with " + candidates + " candidates, and is " + tokens);
      violations.add(
          candidatesField, "must be fewer with max_output_tokens " + tokens + ", or that lower");
    }
  }
}
