package dev.plangen.server.rpc;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.RoleModels;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.planning.Catalog;
import dev.plangen.server.planning.Planner;
import dev.plangen.server.planning.agent.Asking;
import dev.plangen.server.planning.algorithm.MostTexts;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.verify.Verifiers;
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
import java.util.stream.Stream;

/**
 * Turns requests into jobs: checks every field against the contract and fills in the defaults. All
 * methods throw {@link FailureException} with {@code InvalidRequest}, which names every wrong
 * field, or with {@code UnknownModel}.
 */
final class RequestMapper {

  private static final int MOST_ID_BYTES = 256;
  private static final int MOST_VERIFIERS = 8;
  private static final int MOST_PROFILE_BYTES = 64;

  /** Clients take headers of 8 KiB by default, and a status is sent as headers. */
  private static final int MOST_CONSTRAINTS_NAMED = 10;

  private final Models models;
  private final Verifiers verifiers;
  private final Profiles profiles;
  private final RequestBounds bounds;

  RequestMapper(Catalog catalog, RequestBounds bounds) {
    this.models = catalog.models();
    this.verifiers = catalog.verifiers();
    this.profiles = catalog.profiles();
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
                budget(violations, request, job),
                bounds,
                violations.isEmpty() ? prices(job) : Optional.empty(),
                leastCalls(job)),
            RunTermsMapper.patience(violations, request, usual),
            RunTermsMapper.requestId(violations, request),
            RunTermsMapper.base(violations, request.getBaseRunId()),
            RunTermsMapper.labels(violations, "labels", request.getLabelsMap()));
    violations.throwIfAny();
    served(job.model());
    job.roles().ids().forEach(this::served);
    requireKnown(job.verifiers(), job.profile());
    return submission;
  }

  /** Of a model that is not served, nobody needs to know that it has no price. */
  private Budget budget(Violations violations, SolveRequest request, Job.Solve job) {
    boolean served =
        violations.isEmpty() && modelsOf(job).allMatch(model -> models.find(model).isPresent());
    return served ? request.getBudget() : request.getBudget().toBuilder().clearMaxCost().build();
  }

  private static Stream<String> modelsOf(Job.Solve job) {
    return Stream.concat(Stream.of(job.model()), job.roles().ids().stream()).distinct();
  }

  /** Those of one of its models, if all have a price: they are in one currency. */
  private Optional<Prices> prices(Job.Solve job) {
    return modelsOf(job).allMatch(model -> models.prices(model).isPresent())
        ? models.prices(job.model())
        : Optional.empty();
  }

  /** The constraints; one plan, or one step with the questions about it; its verification. */
  private static int leastCalls(Job.Solve job) {
    int plan =
        switch (job.algorithm()) {
          case AlgorithmChoice.BestOfN _, AlgorithmChoice.Mixture _ -> 1;
          case AlgorithmChoice.TreeOfThought _, AlgorithmChoice.Rebase _ -> 3;
        };
    return (job.constraints().isEmpty() ? 1 : 0)
        + plan
        + (job.verifiers().contains(Verifiers.LLM) ? 1 : 0);
  }

  private Job.Solve solve(Violations violations, SolveRequest request) {
    violations.requireText("problem", request.getProblem(), bounds.inputBytes());
    checkConstraints(violations, request.getConstraintsList());
    String model = model(violations, request.getModel());
    RoleModels roles = roles(violations, request.getRoleModels(), model);
    SamplingWish sampling = sampling(violations, request.getSampling(), model);
    if (request.getSampling().hasSeed() && violations.isEmpty()) {
      requireSeedTaken(violations, roles);
    }
    AlgorithmChoice algorithm = AlgorithmMapper.choice(violations, request.getAlgorithm(), bounds);
    List<String> jury = verifiers(violations, request.getVerifiersList());
    if (!violations.namesWithin("algorithm")) {
      requireFits(violations, algorithm, jury.size(), sampling);
    }
    int threshold =
        request.hasVerificationThreshold()
            ? request.getVerificationThreshold()
            : Planner.DEFAULT_THRESHOLD;
    violations.requireRange("verification_threshold", threshold, -100, 100);
    StreamWish.check(violations, request.getStreamOptions());
    return new Job.Solve(
        request.getProblem(),
        model,
        roles,
        sampling,
        algorithm,
        jury,
        threshold,
        request.getConstraintsList(),
        profile(violations, request.getPromptProfile()));
  }

  Submission extract(Caller caller, ExtractConstraintsRequest request) {
    var violations = new Violations("");
    violations.requireText("problem", request.getProblem(), bounds.inputBytes());
    String model = model(violations, request.getModel());
    String profile = profile(violations, request.getPromptProfile());
    violations.throwIfAny();
    requireKnown(List.of(), profile);
    return Submission.of(caller, new Job.Extract(request.getProblem(), served(model), profile));
  }

  Submission draft(Caller caller, GeneratePlanRequest request) {
    var violations = new Violations("");
    violations.requireText("problem", request.getProblem(), bounds.inputBytes());
    checkConstraints(violations, request.getConstraintsList());
    String model = model(violations, request.getModel());
    SamplingWish sampling = sampling(violations, request.getSampling(), model);
    String profile = profile(violations, request.getPromptProfile());
    violations.throwIfAny();
    requireKnown(List.of(), profile);
    return Submission.of(
        caller,
        new Job.Draft(
            request.getProblem(), request.getConstraintsList(), served(model), sampling, profile));
  }

  Submission check(Caller caller, VerifyPlanRequest request) {
    var violations = new Violations("");
    violations.requireText("problem", request.getProblem(), bounds.inputBytes());
    checkConstraints(violations, request.getConstraintsList());
    violations.requireText("plan", request.getPlan(), bounds.inputBytes());
    String model = model(violations, request.getModel());
    List<String> jury = verifiers(violations, request.getVerifiersList());
    String profile = profile(violations, request.getPromptProfile());
    violations.throwIfAny();
    requireKnown(jury, profile);
    return Submission.of(
        caller,
        new Job.Check(
            request.getProblem(),
            request.getConstraintsList(),
            request.getPlan(),
            jury,
            served(model),
            profile));
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
    checkId(violations, "model", wished);
    return wished.isEmpty() ? models.defaultId() : wished;
  }

  private static void checkId(Violations violations, String field, String id) {
    violations.requireAtMost(field, id, MOST_ID_BYTES);
    // It appears in log lines and headers.
    if (id.codePoints().anyMatch(RequestMapper::isBlankOrControl)) {
      violations.add(field, "must not hold white space or control characters");
    }
  }

  private static RoleModels roles(
      Violations violations, dev.plangen.v1.RoleModels wished, String model) {
    return new RoleModels(
        role(violations, "constraints", wished.getConstraints(), model),
        role(violations, "verify", wished.getVerify(), model),
        role(violations, "select", wished.getSelect(), model));
  }

  private static String role(Violations violations, String role, String wished, String model) {
    checkId(violations, "role_models." + role, wished);
    return wished.isEmpty() ? model : wished;
  }

  private static List<String> verifiers(Violations violations, List<String> wished) {
    if (wished.size() > MOST_VERIFIERS) {
      violations.add(
          "verifiers", "must be at most " + MOST_VERIFIERS + ", and are " + wished.size());
    }
    IntStream.range(0, Math.min(wished.size(), MOST_VERIFIERS))
        .forEach(i -> checkVerifier(violations, "verifiers[" + i + "]", wished.get(i)));
    if (Set.copyOf(wished).size() < wished.size()) {
      violations.add("verifiers", "must name each verifier once");
    }
    return wished.isEmpty() ? List.of(Verifiers.LLM) : wished;
  }

  private static void checkVerifier(Violations violations, String field, String id) {
    if (id.isEmpty()) {
      violations.add(field, "must not be empty");
    }
    checkId(violations, field, id);
  }

  private static String profile(Violations violations, String id) {
    violations.requireAtMost("prompt_profile", id, MOST_PROFILE_BYTES);
    return id;
  }

  private void requireKnown(List<String> jury, String profile) {
    for (String id : jury) {
      if (!id.equals(Verifiers.LLM) && verifiers.find(id).isEmpty()) {
        throw new FailureException(new Failure.UnknownVerifier(id));
      }
    }
    if (profiles.find(profile).isEmpty()) {
      throw new FailureException(new Failure.UnknownProfile(profile));
    }
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

  /** Of the models that judge too: every call of a run gets a seed. */
  private void requireSeedTaken(Violations violations, RoleModels roles) {
    boolean taken =
        roles.ids().stream()
            .flatMap(id -> models.find(id).stream())
            .noneMatch(model -> model.unsupported().contains(SamplingParameter.SEED));
    if (!taken) {
      violations.add("sampling.seed", "must be left out: a model of role_models takes none");
    }
  }

  private static void requireTaken(
      Violations violations, SamplingParameter parameter, Set<SamplingParameter> unsupported) {
    if (unsupported.contains(parameter)) {
      violations.add(
          "sampling." + parameter.fieldName(), "must be left out: this model takes none");
    }
  }

  /** Keeps every update within {@link TextBounds#UPDATE_BYTES}. */
  private void requireFits(
      Violations violations, AlgorithmChoice algorithm, int verifiers, SamplingWish sampling) {
    int plans = MostTexts.of(algorithm);
    int tokens = sampling.maxOutputTokens().orElse(Asking.DEFAULT_OUTPUT_TOKENS);
    int most = TextBounds.mostOutputTokens(plans, verifiers);
    if (tokens > most && tokens <= bounds.outputTokens()) {
      String instead =
          most < 1
              ? "must be fewer, or the candidates: a result would be too long"
              : "must be at most "
                  + most
                  + " with up to "
                  + plans
                  + " plans or steps in one update, and is "
                  + tokens;
      violations.add(most < 1 ? "verifiers" : "sampling.max_output_tokens", instead);
      sizeField(algorithm)
          .ifPresent(
              field ->
                  violations.add(
                      "algorithm." + algorithm.name() + "." + field,
                      "must be fewer with max_output_tokens " + tokens + ", or that lower"));
    }
  }

  /** Of which fewer would be shorter. */
  private static Optional<String> sizeField(AlgorithmChoice algorithm) {
    return switch (algorithm) {
      case AlgorithmChoice.BestOfN _ -> Optional.of("candidates");
      case AlgorithmChoice.TreeOfThought _ -> Optional.of("max_expansions");
      case AlgorithmChoice.Rebase _ -> Optional.of("width");
      case AlgorithmChoice.Mixture mixture ->
          MostTexts.of(mixture) > 1 + mixture.maxIterations()
              ? Optional.empty()
              : Optional.of("max_iterations");
    };
  }
}
