package dev.plangen.examples.patterns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.client.PlanGenClient;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import dev.plangen.v1.Solution;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each program does, and prints, what it says, against the real server. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class ExamplesTest {

  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  @RegisterExtension static final TreeServer SERVER = new TreeServer();

  private static String printed(Example example) throws Exception {
    return printed(example, Problems.MEETING);
  }

  private static String printed(Example example, String problem) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PlanGenClient client = SERVER.client()) {
      example.run(client, problem, new PrintStream(bytes, true, UTF_8));
    }
    return bytes.toString(UTF_8);
  }

  private static String id(String printed) {
    Matcher matcher = UUID.matcher(printed);
    assertThat(matcher.find()).as("an id in: " + printed).isTrue();
    return matcher.group();
  }

  @Test
  void progressRisesToAHundredPercent() throws Exception {
    assertThat(printed(ProgressTracking::solve).lines())
        .containsExactly(
            "  0 %  STEP_EXTRACT_CONSTRAINTS",
            " 25 %  STEP_EXTRACT_CONSTRAINTS",
            " 25 %  STEP_GENERATE_SOLUTIONS",
            " 50 %  STEP_GENERATE_SOLUTIONS",
            " 50 %  STEP_VERIFY_SOLUTIONS",
            " 75 %  STEP_VERIFY_SOLUTIONS",
            " 75 %  STEP_SELECT_SOLUTION",
            "100 %  STEP_SELECT_SOLUTION");
  }

  @Test
  void intermediateResultsAreThoseOfEveryStep() throws Exception {
    assertThat(printed(IntermediateResults::solve).lines())
        .contains("3 constraints:", "5 candidates:", "  solution/5: 100 of 100")
        .last()
        .isEqualTo("selected: solution/1");
  }

  @Test
  void theScreenShowsEachStep() throws Exception {
    assertThat(printed(LiveScreen::solve).lines())
        .containsSubsequence(
            "[ busy ] STEP_EXTRACT_CONSTRAINTS",
            "[ busy ] STEP_GENERATE_SOLUTIONS",
            "[ card ] " + Problems.PLAN,
            "[ busy ] STEP_VERIFY_SOLUTIONS",
            "[ busy ] STEP_SELECT_SOLUTION",
            "[ plan ] " + Problems.PLAN);
  }

  @Test
  void leavingEarlyCancelsTheRun() throws Exception {
    String printed = printed(EarlyTermination::solve);

    assertThat(printed).startsWith("most say: " + Problems.PLAN);
    assertThat(ended(id(printed)).getState()).isEqualTo(RunState.RUN_STATE_CANCELLED);
  }

  @Test
  void cancellingTheFutureCancelsTheRun() throws Exception {
    String printed = printed(Cancellation::solve);

    assertThat(printed).startsWith("cancelled after PT2S");
    assertThat(ended(id(printed)).getState()).isEqualTo(RunState.RUN_STATE_CANCELLED);
  }

  private static Run ended(String runId) throws InterruptedException {
    try (PlanGenClient client = SERVER.client()) {
      return Until.ended(client, runId);
    }
  }

  @Test
  void everyStepIsLogged() throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(new SimpleFormatter().formatMessage(record));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(Monitoring.class.getName());
    logger.addHandler(handler);
    printed(Monitoring::solve);
    logger.removeHandler(handler);

    assertThat(lines).hasSize(8);
    assertThat(lines.get(1))
        .matches("run [-0-9a-f]+: STEP_EXTRACT_CONSTRAINTS is complete after 1 model calls, .*");
    assertThat(lines.get(7)).contains("STEP_SELECT_SOLUTION is complete after 11 model calls");
  }

  @Test
  void eachKindOfFailureHasItsAdvice() throws Exception {
    assertThat(printed(ErrorHandling::solve)).contains(Problems.PLAN);
    assertThat(printed(ErrorHandling::solve, " "))
        .startsWith("Correct the request: [FieldViolation[field=problem, ");
    assertThat(printed(ErrorHandling::solve, "Write a poem about planning."))
        .startsWith("This prompt, or this model, will not do:")
        .contains("MODEL_REJECTED_REQUEST");
  }

  @Test
  void theRunDoesNotWaitForASlowConsumer() throws Exception {
    Matcher told =
        Pattern.compile("event (\\d+) is the result, which was there (\\d+) ms ago")
            .matcher(printed(Backpressure::solve).strip());

    assertThat(told.matches()).isTrue();
    assertThat(Integer.parseInt(told.group(1))).isGreaterThan(8);
    assertThat(Integer.parseInt(told.group(2))).isGreaterThan(200);
  }

  @Test
  void whoComesBackMissesNothing() throws Exception {
    List<String> lines = printed(ComeBack::solve).lines().toList();

    assertThat(lines.getFirst()).startsWith("started ");
    assertThat(lines.stream().filter(line -> line.matches("\\d+ STEP_.*")))
        .hasSize(8)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((one, other) -> Long.compare(sequence(one), sequence(other)));
    assertThat(lines.get(3)).startsWith("left after update " + sequence(lines.get(2)));
    assertThat(lines.getLast()).endsWith("STEP_SELECT_SOLUTION STEP_STATUS_COMPLETE");
  }

  private static long sequence(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }

  @Test
  void aModelIsHeardWhileItWrites() throws Exception {
    try (PlanGenClient client = SERVER.client()) {
      GenerateRequest request = GenerateRequest.newBuilder().setPrompt(Problems.MEETING).build();

      assertThat(printed(ModelStreaming::generate).strip())
          .isEqualTo(client.generate(request).getText().strip());
    }
  }

  @Test
  void textsThatWereWatchedAreTheCandidates() throws Exception {
    String printed = printed(TextAssembly::solve);

    Map<String, String> latest = new HashMap<>();
    printed
        .lines()
        .filter(line -> line.contains(" | "))
        .map(line -> line.split(" \\| ", 2))
        .forEach(pair -> latest.put(pair[0], pair[1]));
    try (PlanGenClient client = SERVER.client()) {
      List<Solution> solutions = client.runs().get(id(printed)).getResult().getSolutionsList();
      assertThat(latest).hasSize(5);
      solutions.forEach(
          solution ->
              assertThat(latest).containsEntry(solution.getCandidateId(), solution.getText()));
    }
  }

  @Test
  void algorithmsAreComparedByPlanAndCost() throws Exception {
    assertThat(printed(AlgorithmComparison::solve).lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).matches("BEST_OF_N +true +100 +11 +\\d+"),
            line -> assertThat(line).matches("TREE_OF_THOUGHT +true +100 +\\d+ +\\d+"));
  }

  @Test
  void bothVerifiersHaveTheirSay() throws Exception {
    assertThat(printed(Verifiers::solve).lines())
        .contains("solution/3 calendar 100 OUTCOME_PASSED", "solution/3 llm 100 OUTCOME_PASSED")
        .last()
        .isEqualTo("selected solution/1: verified true, proven true");
  }

  @Test
  void twoRequestsForOneOrderShareARun() throws Exception {
    List<String> lines = printed(PlanningService::serve).lines().toList();

    String plan = "Optional[Plan[runId=%s, text=%s".formatted(id(lines.get(0)), Problems.PLAN);
    assertThat(lines.get(0)).startsWith("the first request gets  " + plan);
    assertThat(lines.get(1)).startsWith("the second request gets " + plan);
  }
}
