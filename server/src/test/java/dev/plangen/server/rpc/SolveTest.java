package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StepData;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.VerificationResult;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A solve as its caller sees it, with nothing asked for but the plan. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SolveTest {

  private static final SolveRequest REQUEST =
      Problems.meeting().setSampling(Sampling.newBuilder().setSeed(7)).build();

  private final TestServer server = TestServer.offline(new OfflineSettings(0.5, 0.2, 0));

  private List<StepUpdate> updates = List.of();

  @BeforeAll
  void solve() {
    updates = server.solveStream(REQUEST).completed();
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void aStreamIsEightUpdatesInTheirOrder() {
    assertThat(updates.stream().map(update -> update.getStep() + " " + update.getStatus()))
        .containsExactly(
            "STEP_EXTRACT_CONSTRAINTS STEP_STATUS_IN_PROGRESS",
            "STEP_EXTRACT_CONSTRAINTS STEP_STATUS_COMPLETE",
            "STEP_GENERATE_SOLUTIONS STEP_STATUS_IN_PROGRESS",
            "STEP_GENERATE_SOLUTIONS STEP_STATUS_COMPLETE",
            "STEP_VERIFY_SOLUTIONS STEP_STATUS_IN_PROGRESS",
            "STEP_VERIFY_SOLUTIONS STEP_STATUS_COMPLETE",
            "STEP_SELECT_SOLUTION STEP_STATUS_IN_PROGRESS",
            "STEP_SELECT_SOLUTION STEP_STATUS_COMPLETE");
  }

  @Test
  void anUpdateHoldsWhatItsStepProducedAndNothingElse() {
    SolveResult result = updates.getLast().getResult();

    assertThat(updates.stream().map(StepUpdate::getData))
        .containsExactly(
            StepData.getDefaultInstance(),
            StepData.newBuilder().addAllConstraints(result.getConstraintsList()).build(),
            StepData.getDefaultInstance(),
            StepData.newBuilder().addAllSolutions(result.getSolutionsList()).build(),
            StepData.getDefaultInstance(),
            StepData.newBuilder()
                .addAllVerificationResults(result.getVerificationResultsList())
                .build(),
            StepData.getDefaultInstance(),
            StepData.newBuilder().setSelectedSolution(result.getSelectedSolution()).build());
    assertThat(updates.stream().map(StepUpdate::hasData))
        .containsExactly(false, true, false, true, false, true, false, true);
  }

  @Test
  void onlyTheLastUpdateHasAResultAndNoneHasProgressOrAnError() {
    assertThat(updates.stream().map(StepUpdate::hasResult))
        .containsExactly(false, false, false, false, false, false, false, true);
    assertThat(updates).noneMatch(StepUpdate::hasProgress).noneMatch(StepUpdate::hasError);
  }

  @Test
  void sequenceTimeAndUsageGoForwards() {
    assertThat(updates.getFirst().getSequence()).isEqualTo(1);
    assertThat(updates).allMatch(StepUpdate::hasUpdateTime);
    for (int i = 1; i < updates.size(); i++) {
      StepUpdate before = updates.get(i - 1);
      StepUpdate after = updates.get(i);
      assertThat(after.getSequence()).isGreaterThan(before.getSequence());
      assertThat(Timestamps.compare(after.getUpdateTime(), before.getUpdateTime())).isNotNegative();
      assertThat(after.getUsage().getModelCalls())
          .isGreaterThanOrEqualTo(before.getUsage().getModelCalls());
      assertThat(after.getUsage().getOutputTokens())
          .isGreaterThanOrEqualTo(before.getUsage().getOutputTokens());
    }
    assertThat(updates.getFirst().getUsage().hasInputTokens()).isFalse();
    assertThat(updates.getLast().getUsage()).isEqualTo(updates.getLast().getResult().getUsage());
  }

  @Test
  void theResultNamesFiveCandidatesAVerdictForEachAndTheBestOfThem() {
    SolveResult result = updates.getLast().getResult();
    List<String> candidates =
        List.of("solution/1", "solution/2", "solution/3", "solution/4", "solution/5");

    assertThat(result.getSolutionsList())
        .extracting(Solution::getCandidateId)
        .isEqualTo(candidates);
    assertThat(result.getVerificationResultsList())
        .extracting(VerificationResult::getCandidateId)
        .isEqualTo(candidates);
    assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
    assertThat(result.getSelectedSolution().getScore())
        .isEqualTo(
            result.getVerificationResultsList().stream()
                .mapToInt(VerificationResult::getScore)
                .max()
                .orElseThrow());
  }

  @Test
  void solveReturnsTheResultOfTheStreamsLastUpdate() {
    assertThat(server.solve(REQUEST).completed().getFirst().getResult())
        .isEqualTo(updates.getLast().getResult());
  }

  @Test
  void theRunsIdIsAVersion7UuidInTheHeadersAndInEveryMessage() {
    var stream = server.solveStream(REQUEST);
    var unary = server.solve(REQUEST);

    assertThat(stream.completed())
        .extracting(StepUpdate::getRunId)
        .containsOnly(stream.runIdHeader().orElseThrow());
    assertThat(unary.completed().getFirst().getRunId())
        .isEqualTo(unary.runIdHeader().orElseThrow())
        .isNotEqualTo(stream.awaitRunId());
    assertThat(UUID.fromString(unary.awaitRunId()).version()).isEqualTo(7);
  }

  @Test
  void constraintsOfTheRequestAreTakenWordForWordAndNoModelIsAskedForThem() throws Exception {
    List<String> constraints = List.of("Ann is away – all day.", "Two  spaces stay.");
    SolveRequest request = Problems.meeting().addAllConstraints(constraints).build();
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var asking = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      List<StepUpdate> given = asking.solveStream(request).completed();

      assertThat(given).hasSize(8);
      assertThat(given.get(1).getData().getConstraintsList()).isEqualTo(constraints);
      assertThat(given.get(1).getUsage().getModelCalls()).isZero();
      assertThat(endpoint.calls()).hasSize(10);
      assertThat(endpoint.calls().getFirst().text("user")).contains(constraints);
    }
  }

  @Test
  void theThresholdOfTheRequestDecidesWhatIsVerified() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var asking = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      assertThat(verified(asking, 97)).isTrue();
      assertThat(verified(asking, 98)).isFalse();
    }
  }

  private static boolean verified(TestServer server, int threshold) {
    SolveRequest request = Problems.meeting().setVerificationThreshold(threshold).build();
    return server
        .solve(request)
        .completed()
        .getFirst()
        .getResult()
        .getSelectedSolution()
        .getVerified();
  }
}
