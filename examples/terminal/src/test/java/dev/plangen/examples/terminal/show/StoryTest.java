package dev.plangen.examples.terminal.show;

import static dev.plangen.v1.Step.STEP_EXTRACT_CONSTRAINTS;
import static dev.plangen.v1.Step.STEP_GENERATE_SOLUTIONS;
import static dev.plangen.v1.Step.STEP_SELECT_SOLUTION;
import static dev.plangen.v1.Step.STEP_VERIFY_SOLUTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.client.SolveEvent;
import dev.plangen.examples.terminal.screen.Lines;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.screen.Paint;
import dev.plangen.v1.CandidateCompleted;
import dev.plangen.v1.CandidateFailed;
import dev.plangen.v1.CandidateVerified;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StepData;
import dev.plangen.v1.StepError;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.Usage;
import dev.plangen.v1.VerificationResult;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {

  private static final List<StepUpdate> RUN =
      List.of(
          Updates.started(0, STEP_EXTRACT_CONSTRAINTS),
          Updates.complete(
              2_500,
              STEP_EXTRACT_CONSTRAINTS,
              StepData.newBuilder().addConstraints("Ann is busy until noon.")),
          Updates.started(2_500, STEP_GENERATE_SOLUTIONS),
          written(3_000, "solution/1", "Meet at 9:00."),
          written(3_400, "solution/2", "Meet at 13:00."),
          lost(3_400, "solution/3", "The model is overloaded."),
          Updates.complete(3_400, STEP_GENERATE_SOLUTIONS, StepData.newBuilder()),
          Updates.started(3_400, STEP_VERIFY_SOLUTIONS),
          verified(
              4_000,
              VerificationResult.newBuilder()
                  .setVerifier("llm")
                  .setCandidateId("solution/1")
                  .setScore(50)
                  .setOutcome(Outcome.OUTCOME_UNKNOWN)
                  .setFeedback("Ann is busy until noon: broken, it is at 9:00.\nScore: 50")),
          verified(
              4_100,
              VerificationResult.newBuilder()
                  .setVerifier("llm")
                  .setCandidateId("solution/2")
                  .setScore(100)
                  .setOutcome(Outcome.OUTCOME_PASSED)
                  .setFeedback("Ann is busy until noon: satisfied.\nScore: 100")),
          Updates.complete(4_200, STEP_VERIFY_SOLUTIONS, StepData.newBuilder()),
          Updates.started(4_200, STEP_SELECT_SOLUTION),
          Updates.at(4_230, STEP_SELECT_SOLUTION, StepStatus.STEP_STATUS_COMPLETE)
              .setResult(
                  SolveResult.newBuilder()
                      .setSelectedSolution(
                          SelectedSolution.newBuilder()
                              .setCandidateId("solution/2")
                              .setText("Meet at 13:00.")
                              .setScore(100)
                              .setVerified(true))
                      .addSolutions(Solution.getDefaultInstance())
                      .addSolutions(Solution.getDefaultInstance())
                      .setUsage(
                          Usage.newBuilder()
                              .setModelCalls(6)
                              .setInputTokens(1_234)
                              .setOutputTokens(56)))
              .build());

  @Test
  void aPersonReadsEveryStepWithItsTimeTheVerdictsThePlanAndTheCost() {
    assertThat(told(Paint.PLAIN, RUN))
        .isEqualTo(
            """

            Run the-run

            Extracting the constraints ...
                  - Ann is busy until noon.
              done after 2.5 s

            Writing candidate plans ...
                candidate 1: Meet at 9:00.
                candidate 2: Meet at 13:00.
                candidate 3: lost
                  The model is overloaded.
              done after 0.9 s

            Verifying each against the constraints ...
                candidate 1: score 50, rejected:
                  Ann is busy until noon: broken, it is at 9:00.
                candidate 2: score 100, passed
              done after 0.8 s

            Selecting the best ...
              done after 0.0 s

            The plan
              Meet at 13:00.
              candidate 2 of 2, score 100, verified

            6 model calls, 1,234 tokens in, 56 tokens out, 4.2 s
            """);
  }

  @Test
  void colourChangesNothingButColour() {
    String coloured = told(Paint.COLOUR, RUN);
    assertThat(coloured).contains("\u001b[32mscore 100, passed\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[\\d*m", "")).isEqualTo(told(Paint.PLAIN, RUN));
  }

  @Test
  void aStepThatFailsSaysSo() {
    assertThat(
            told(
                Paint.PLAIN,
                List.of(
                    Updates.started(0, STEP_EXTRACT_CONSTRAINTS),
                    Updates.failed(
                        300,
                        STEP_EXTRACT_CONSTRAINTS,
                        StepError.newBuilder().setReason("MODEL_UNAVAILABLE")))))
        .endsWith("Extracting the constraints ...\n  failed after 0.3 s: MODEL_UNAVAILABLE\n");
  }

  @Test
  void aVerdictWithoutAScoreIsToldWithWhatTheVerifierSays() {
    assertThat(
            told(
                Paint.PLAIN,
                List.of(
                    verified(
                        0,
                        VerificationResult.newBuilder()
                            .setVerifier("llm")
                            .setCandidateId("solution/1")
                            .setOutcome(Outcome.OUTCOME_UNKNOWN)
                            .setFeedback("I can't tell.")))))
        .endsWith("    candidate 1: no score:\n      I can't tell.\n");
  }

  private static String told(Paint paint, List<StepUpdate> updates) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Story story = new Story(new Lines(new Output(bytes), paint));
    updates.forEach(update -> story.tell(new SolveEvent.Updated(update)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRunThatIsLostIsToldAndItsTimesAreForgotten() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Story story = new Story(new Lines(new Output(bytes), Paint.PLAIN));
    story.tell(new SolveEvent.Updated(Updates.started(0, STEP_EXTRACT_CONSTRAINTS)));
    story.tell(new SolveEvent.Restarted("first", "second"));
    story.tell(new SolveEvent.Updated(Updates.started(9_000, STEP_EXTRACT_CONSTRAINTS)));
    story.tell(
        new SolveEvent.Updated(
            Updates.complete(9_500, STEP_EXTRACT_CONSTRAINTS, StepData.newBuilder())));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("The server has lost the run; starting again ...")
        .endsWith("Extracting the constraints ...\n  done after 0.5 s\n");
  }

  private static StepUpdate written(int millis, String candidate, String text) {
    return Updates.progress(
        millis,
        STEP_GENERATE_SOLUTIONS,
        StepProgress.newBuilder()
            .setCandidateCompleted(
                CandidateCompleted.newBuilder()
                    .setSolution(Solution.newBuilder().setCandidateId(candidate).setText(text))));
  }

  private static StepUpdate lost(int millis, String candidate, String message) {
    return Updates.progress(
        millis,
        STEP_GENERATE_SOLUTIONS,
        StepProgress.newBuilder()
            .setCandidateFailed(
                CandidateFailed.newBuilder()
                    .setCandidateId(candidate)
                    .setError(StepError.newBuilder().setMessage(message))));
  }

  private static StepUpdate verified(int millis, VerificationResult.Builder verdict) {
    return Updates.progress(
        millis,
        STEP_VERIFY_SOLUTIONS,
        StepProgress.newBuilder()
            .setCandidateVerified(CandidateVerified.newBuilder().setVerificationResult(verdict)));
  }
}
