package dev.plangen.testing;

import dev.plangen.v1.CandidateCompleted;
import dev.plangen.v1.CandidateFailed;
import dev.plangen.v1.CandidateStarted;
import dev.plangen.v1.CandidateVerified;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.IncumbentChanged;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepData;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.TextDelta;
import dev.plangen.v1.Usage;
import dev.plangen.v1.VerificationResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes the acts of one run out of a script and the request that it answers. Used once. */
final class Composer {

  private static final int DEFAULT_THRESHOLD = 95;

  private static final List<String> SOME_CONSTRAINTS =
      List.of("The plan does what the problem asks for.");

  /** Part of a script. */
  @FunctionalInterface
  interface Line {
    void write(Composer composer);
  }

  /** Lines that come into the middle of others. */
  record Insertion(int after, List<Line> lines) {}

  private final SolveRequest request;
  private final List<Insertion> insertions;
  private final List<TestRun.Act> acts = new ArrayList<>();
  private final Set<Step> begun = EnumSet.noneOf(Step.class);
  private final Set<Step> completed = EnumSet.noneOf(Step.class);
  private final List<String> constraints = new ArrayList<>();
  private final List<Solution> solutions = new ArrayList<>();
  private final List<VerificationResult> verdicts = new ArrayList<>();
  private Step step = Step.STEP_EXTRACT_CONSTRAINTS;
  private int candidates;
  private int modelCalls;
  private int updates;
  private boolean ended;

  Composer(SolveRequest request, List<Insertion> insertions) {
    this.request = request;
    this.insertions = insertions;
  }

  List<TestRun.Act> compose(List<Line> lines) {
    insert();
    lines.forEach(line -> line.write(this));
    return acts;
  }

  int updates() {
    return updates;
  }

  void act(TestRun.Act act) {
    acts.add(act);
  }

  void constraints(List<String> extracted) {
    begin(Step.STEP_EXTRACT_CONSTRAINTS);
    boolean given = request.getConstraintsCount() > 0;
    if (!given) {
      modelCalls++;
      write(Step.STEP_EXTRACT_CONSTRAINTS, "", "", "- " + String.join("\n- ", extracted));
    }
    complete(
        Step.STEP_EXTRACT_CONSTRAINTS,
        StepData.newBuilder().addAllConstraints(given ? request.getConstraintsList() : extracted));
  }

  void candidate(String text, List<VerificationResult> results) {
    String id = startCandidate();
    write(Step.STEP_GENERATE_SOLUTIONS, id, "", text);
    Solution solution =
        Solution.newBuilder()
            .setCandidateId(id)
            .setText(text)
            .setFinishReason(FinishReason.FINISH_REASON_STOP)
            .build();
    progress(
        Step.STEP_GENERATE_SOLUTIONS,
        StepProgress.newBuilder()
            .setCandidateCompleted(CandidateCompleted.newBuilder().setSolution(solution)));
    if (solutions.isEmpty()) {
      show(Standing.of(solution, List.of()));
    }
    solutions.add(solution);
    results.forEach(result -> verdicts.add(filledIn(result, id)));
  }

  void lostCandidate(Failure failure) {
    String id = startCandidate();
    progress(
        Step.STEP_GENERATE_SOLUTIONS,
        StepProgress.newBuilder()
            .setCandidateFailed(
                CandidateFailed.newBuilder().setCandidateId(id).setError(Statuses.error(failure))));
  }

  private String startCandidate() {
    if (!completed.contains(Step.STEP_EXTRACT_CONSTRAINTS)) {
      constraints(SOME_CONSTRAINTS);
    }
    begin(Step.STEP_GENERATE_SOLUTIONS);
    String id = "solution/" + ++candidates;
    progress(
        Step.STEP_GENERATE_SOLUTIONS,
        StepProgress.newBuilder()
            .setCandidateStarted(CandidateStarted.newBuilder().setCandidateId(id)));
    modelCalls++;
    return id;
  }

  private VerificationResult filledIn(VerificationResult result, String id) {
    VerificationResult.Builder verdict = result.toBuilder().setCandidateId(id);
    if (verdict.getVerifier().isEmpty()) {
      verdict.setVerifier(request.getVerifiersCount() > 0 ? request.getVerifiers(0) : "llm");
    }
    if (verdict.getOutcome() == Outcome.OUTCOME_UNSPECIFIED) {
      verdict.setOutcome(
          verdict.hasScore() && verdict.getScore() >= threshold()
              ? Outcome.OUTCOME_PASSED
              : Outcome.OUTCOME_UNKNOWN);
    }
    return verdict.build();
  }

  void select() {
    if (solutions.isEmpty()) {
      throw new IllegalStateException("nothing to select: the script has no candidate");
    }
    complete(
        Step.STEP_GENERATE_SOLUTIONS,
        StepData.newBuilder().addAllSolutions(List.copyOf(solutions)));
    begin(Step.STEP_VERIFY_SOLUTIONS);
    Standing best = verify();
    complete(
        Step.STEP_VERIFY_SOLUTIONS,
        StepData.newBuilder().addAllVerificationResults(List.copyOf(verdicts)));
    begin(Step.STEP_SELECT_SOLUTION);
    append(
        StepUpdate.newBuilder()
            .setStep(Step.STEP_SELECT_SOLUTION)
            .setStatus(StepStatus.STEP_STATUS_COMPLETE)
            .setData(StepData.newBuilder().setSelectedSolution(best.selected(threshold())))
            .setUsage(usage())
            .setResult(
                SolveResult.newBuilder()
                    .setSelectedSolution(best.selected(threshold()))
                    .addAllConstraints(constraints)
                    .addAllSolutions(solutions)
                    .addAllVerificationResults(verdicts)
                    .setUsage(usage())
                    .setStopReason(StopReason.STOP_REASON_ALL_VERIFIED))
            .build());
  }

  /** Returns the best. */
  private Standing verify() {
    Standing best = Standing.of(solutions.get(0), List.of());
    for (Solution solution : List.copyOf(solutions)) {
      List<VerificationResult> own =
          verdicts.stream()
              .filter(verdict -> verdict.getCandidateId().equals(solution.getCandidateId()))
              .toList();
      own.forEach(this::show);
      Standing standing = Standing.of(solution, own);
      if (Standing.ORDER.compare(standing, best) > 0) {
        best = standing;
        show(best);
      }
    }
    return best;
  }

  private void show(VerificationResult verdict) {
    modelCalls++;
    write(
        Step.STEP_VERIFY_SOLUTIONS,
        verdict.getCandidateId(),
        verdict.getVerifier(),
        verdict.getFeedback());
    progress(
        Step.STEP_VERIFY_SOLUTIONS,
        StepProgress.newBuilder()
            .setCandidateVerified(CandidateVerified.newBuilder().setVerificationResult(verdict)));
  }

  private void show(Standing incumbent) {
    IncumbentChanged.Builder changed =
        IncumbentChanged.newBuilder()
            .setCandidateId(incumbent.solution().getCandidateId())
            .setVerified(incumbent.isVerified(threshold()));
    incumbent.score().ifPresent(changed::setScore);
    progress(Step.STEP_WORKFLOW, StepProgress.newBuilder().setIncumbentChanged(changed));
  }

  void fail(Failure failure) {
    begin(step);
    append(
        StepUpdate.newBuilder()
            .setStep(step)
            .setStatus(StepStatus.STEP_STATUS_ERROR)
            .setError(Statuses.error(failure))
            .setUsage(usage())
            .build());
  }

  private void begin(Step next) {
    if (!begun.contains(next)) {
      append(
          StepUpdate.newBuilder()
              .setStep(next)
              .setStatus(StepStatus.STEP_STATUS_IN_PROGRESS)
              .setUsage(usage())
              .build());
    }
  }

  private void complete(Step which, StepData.Builder data) {
    if (!completed.contains(which)) {
      append(
          StepUpdate.newBuilder()
              .setStep(which)
              .setStatus(StepStatus.STEP_STATUS_COMPLETE)
              .setData(data)
              .setUsage(usage())
              .build());
    }
  }

  private void progress(Step which, StepProgress.Builder progress) {
    append(
        StepUpdate.newBuilder()
            .setStep(which)
            .setStatus(StepStatus.STEP_STATUS_IN_PROGRESS)
            .setProgress(progress)
            .setUsage(usage())
            .build());
  }

  /** Word by word. */
  private void write(Step which, String candidate, String verifier, String text) {
    int offset = 0;
    for (String word : text.split("(?<=\\s)", -1)) {
      append(
          StepUpdate.newBuilder()
              .setStep(which)
              .setStatus(StepStatus.STEP_STATUS_IN_PROGRESS)
              .setProgress(
                  StepProgress.newBuilder()
                      .setTextDelta(
                          TextDelta.newBuilder()
                              .setCandidateId(candidate)
                              .setVerifier(verifier)
                              .setOffset(offset)
                              .setText(word)))
              .build());
      offset += word.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /** What comes after the end, where an insertion has brought that, does not happen. */
  void append(StepUpdate update) {
    if (ended) {
      return;
    }
    note(update);
    acts.add(run -> run.append(update));
    updates++;
    insert();
  }

  private void insert() {
    insertions.stream()
        .filter(insertion -> insertion.after() == updates)
        .flatMap(insertion -> insertion.lines().stream())
        .forEach(line -> line.write(this));
  }

  /** Whether the script or the test made it: what comes later goes on from there. */
  private void note(StepUpdate update) {
    ended = update.hasResult() || update.getStatus() == StepStatus.STEP_STATUS_ERROR;
    if (update.hasProgress()) {
      return;
    }
    step = update.getStep();
    begun.add(step);
    if (update.getStatus() == StepStatus.STEP_STATUS_COMPLETE) {
      completed.add(step);
    }
    StepData data = update.getData();
    constraints.addAll(data.getConstraintsList());
    data.getSolutionsList().stream()
        .filter(solution -> !solutions.contains(solution))
        .forEach(solutions::add);
    data.getVerificationResultsList().stream()
        .filter(verdict -> !verdicts.contains(verdict))
        .forEach(verdicts::add);
  }

  private int threshold() {
    return request.hasVerificationThreshold()
        ? request.getVerificationThreshold()
        : DEFAULT_THRESHOLD;
  }

  /** Nobody has told how many tokens these calls took. */
  private Usage usage() {
    return Usage.newBuilder().setModelCalls(modelCalls).setCallsWithoutUsage(modelCalls).build();
  }
}
