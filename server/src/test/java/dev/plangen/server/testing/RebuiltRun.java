package dev.plangen.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.VerificationResult;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a solve together from its updates, as the contract tells a client to, and checks on the way
 * what the contract tells of them. The updates may come from several streams of the same run, one
 * after the other, each resumed somewhere before the place that the last one had come to.
 */
public final class RebuiltRun {

  private StreamOptions options;
  private long passed;
  private String runId = "";
  private Timestamp logged = Timestamps.EPOCH;
  private @Nullable StepUpdate terminal;
  private final RebuiltTexts texts = new RebuiltTexts();
  private final Map<Step, StepUpdate> completed = new EnumMap<>(Step.class);

  /** By their sequence, because a resumed stream repeats some. */
  private final Map<Long, StepUpdate> stages = new TreeMap<>();

  private final Map<String, Solution> written = new HashMap<>();
  private final Map<String, VerificationResult> verified = new HashMap<>();
  private final Set<String> askedAgain = new HashSet<>();
  private final Set<String> lost = new HashSet<>();

  public RebuiltRun(StreamOptions options) {
    this.options = options;
  }

  /** To be told before the updates of a further stream. */
  public void resume(long afterSequence, StreamOptions wanted) {
    options = wanted;
    passed = afterSequence;
    logged = Timestamps.EPOCH;
    terminal = null;
    completed.values().removeIf(update -> update.getSequence() > afterSequence);
  }

  public boolean hasEnded() {
    return terminal != null;
  }

  /** Known from the first update on. */
  public String runId() {
    return runId;
  }

  /** The sequence number after which to resume. */
  public long passed() {
    return passed;
  }

  public void accept(StepUpdate update) {
    assertThat(terminal).as("what comes after the last update: %s", update).isNull();
    assertThat(update.getRunId()).isNotEmpty();
    assertThat(runId).isIn("", update.getRunId());
    runId = update.getRunId();
    if (isLogged(update)) {
      acceptLogged(update);
    } else {
      acceptUnlogged(update);
    }
    assertThat(completed.containsKey(update.getStep()) && !update.hasError())
        .as("names a step that is complete: %s", update)
        .isFalse();
    if (update.getStatus() == StepStatus.STEP_STATUS_COMPLETE) {
      completed.put(update.getStep(), update);
    }
  }

  private static boolean isLogged(StepUpdate update) {
    return !update.getProgress().hasTextDelta() && !update.getProgress().hasHeartbeat();
  }

  private void acceptUnlogged(StepUpdate update) {
    assertThat(update.hasUsage()).isFalse();
    assertThat(update.getStatus()).isEqualTo(StepStatus.STEP_STATUS_IN_PROGRESS);
    if (options.getCandidateEvents()) {
      assertThat(update.getSequence()).isEqualTo(passed);
    } else {
      assertThat(update.getSequence()).isGreaterThanOrEqualTo(passed);
    }
    passed = update.getSequence();
    if (update.getProgress().hasHeartbeat()) {
      assertThat(options.hasHeartbeatInterval()).isTrue();
      assertThat(update.getStep()).isEqualTo(Step.STEP_WORKFLOW);
    } else {
      assertThat(options.getTextDeltas()).isTrue();
      texts.apply(update);
    }
  }

  private void acceptLogged(StepUpdate update) {
    assertThat(update.hasUsage()).isTrue();
    if (options.getCandidateEvents()) {
      assertThat(update.getSequence()).isEqualTo(passed + 1);
    } else {
      assertThat(update.getSequence()).isGreaterThan(passed);
    }
    passed = update.getSequence();
    assertThat(Timestamps.compare(update.getUpdateTime(), logged)).isNotNegative();
    logged = update.getUpdateTime();
    assertThat(update.hasData()).isEqualTo(update.getStatus() == StepStatus.STEP_STATUS_COMPLETE);
    if (update.hasProgress()) {
      assertThat(options.getCandidateEvents()).isTrue();
      acceptEvent(update.getProgress());
      return;
    }
    stages.put(update.getSequence(), update);
    if (update.hasResult() || update.hasError()) {
      terminal = update;
    }
  }

  private void acceptEvent(StepProgress event) {
    switch (event.getEventCase()) {
      case CANDIDATE_COMPLETED -> {
        Solution solution = event.getCandidateCompleted().getSolution();
        written.put(solution.getCandidateId(), solution);
        assertPlan(solution);
      }
      case CANDIDATE_VERIFIED -> {
        VerificationResult verdict = event.getCandidateVerified().getVerificationResult();
        verified.put(verdict.getCandidateId() + " by " + verdict.getVerifier(), verdict);
        String rebuilt = texts.verdict(verdict.getCandidateId());
        // A reader that has just come may have missed that it was asked again.
        if (verdict.getVerifier().equals("llm")
            && !askedAgain.contains(verdict.getCandidateId())
            && !rebuilt.startsWith(RandomScript.REPAIRED)) {
          assertText(rebuilt, verdict.getFeedback());
        }
      }
      case CALL_COMPLETED -> {
        var call = event.getCallCompleted();
        if (call.getCall().startsWith("solution/")) {
          assertText(texts.solution(call.getCandidateId()), call.getText());
        } else if (call.getCall().startsWith("verify/")) {
          askedAgain.add(call.getCandidateId());
          assertText(texts.verdict(call.getCandidateId()), call.getText());
        }
      }
      case CANDIDATE_FAILED -> lost.add(event.getCandidateFailed().getCandidateId());
      case CANDIDATE_STARTED,
          NODE_EXPANDED,
          ALGORITHM_SELECTED,
          INCUMBENT_CHANGED,
          SEARCH_STOPPED -> {}
      case TEXT_DELTA, HEARTBEAT, EVENT_NOT_SET ->
          throw new AssertionError("not an event of the log: " + event);
    }
  }

  private static boolean isWrittenAtOnce(String candidateId) {
    return candidateId.startsWith("solution/");
  }

  /** What a search writes step by step ends with the step that is streamed under its name. */
  private void assertPlan(Solution plan) {
    String rebuilt = texts.solution(plan.getCandidateId());
    if (isWrittenAtOnce(plan.getCandidateId())) {
      assertText(rebuilt, plan.getText());
    } else if (options.getTextDeltas()) {
      assertThat(plan.getText().strip()).endsWith(rebuilt.strip());
    }
  }

  private void assertText(String rebuilt, String whole) {
    if (options.getTextDeltas()) {
      assertThat(rebuilt).isEqualTo(whole);
    }
  }

  /** The last update; to be asked after the end. Checks that all that came before adds up to it. */
  public StepUpdate end() {
    StepUpdate end = Objects.requireNonNull(terminal, "the stream had no last update");
    assertStages(end);
    if (end.hasResult()) {
      assertAddsUpTo(end.getResult());
    } else {
      assertThat(end.getError().getReason()).isNotEmpty();
    }
    return end;
  }

  private void assertStages(StepUpdate end) {
    List<String> eight =
        List.of(
            "STEP_EXTRACT_CONSTRAINTS STEP_STATUS_IN_PROGRESS",
            "STEP_EXTRACT_CONSTRAINTS STEP_STATUS_COMPLETE",
            "STEP_GENERATE_SOLUTIONS STEP_STATUS_IN_PROGRESS",
            "STEP_GENERATE_SOLUTIONS STEP_STATUS_COMPLETE",
            "STEP_VERIFY_SOLUTIONS STEP_STATUS_IN_PROGRESS",
            "STEP_VERIFY_SOLUTIONS STEP_STATUS_COMPLETE",
            "STEP_SELECT_SOLUTION STEP_STATUS_IN_PROGRESS",
            "STEP_SELECT_SOLUTION STEP_STATUS_COMPLETE");
    List<String> seen =
        stages.values().stream()
            .filter(update -> !update.hasError())
            .map(update -> update.getStep() + " " + update.getStatus())
            .toList();
    assertThat(seen).isEqualTo(end.hasResult() ? eight : eight.subList(0, seen.size()));
  }

  private void assertAddsUpTo(SolveResult result) {
    var state = SolveResult.newBuilder();
    for (StepUpdate update : stages.values()) {
      state.addAllConstraints(update.getData().getConstraintsList());
      state.addAllSolutions(update.getData().getSolutionsList());
      state.addAllVerificationResults(update.getData().getVerificationResultsList());
      if (update.getData().hasSelectedSolution()) {
        state.setSelectedSolution(update.getData().getSelectedSolution());
      }
      state.setUsage(update.getUsage());
    }
    assertThat(state.setStopReason(result.getStopReason()).build()).isEqualTo(result);
    if (options.getCandidateEvents()) {
      // A mixture keeps the best plan of each of its searches, and a tree the best of very many.
      assertThat(written.values()).containsAll(result.getSolutionsList());
      assertThat(verified.values()).containsAll(result.getVerificationResultsList());
      if (written.keySet().stream().allMatch(RebuiltRun::isWrittenAtOnce)) {
        assertThat(result.getSolutionsList()).containsAll(written.values());
        // Of a candidate that one verifier has lost, the others' verdicts count no more.
        verified.values().removeIf(verdict -> lost.contains(verdict.getCandidateId()));
        assertThat(result.getVerificationResultsList()).containsAll(verified.values());
      }
    }
    for (Solution solution : result.getSolutionsList()) {
      assertPlan(solution);
    }
    for (VerificationResult verdict : result.getVerificationResultsList()) {
      String rebuilt = texts.verdict(verdict.getCandidateId());
      // Of one without a score, the text may be what was written of an answer to the repair
      // question.
      if (verdict.getVerifier().equals("llm")
          && verdict.hasScore()
          && !rebuilt.startsWith(RandomScript.REPAIRED)) {
        assertText(rebuilt, verdict.getFeedback());
      }
    }
  }
}
