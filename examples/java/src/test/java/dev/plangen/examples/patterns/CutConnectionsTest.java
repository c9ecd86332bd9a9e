package dev.plangen.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A solve whose connections are cut shows its reader what one shows whose connection holds. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class CutConnectionsTest {

  @RegisterExtension static final TreeServer SERVER = new TreeServer();

  private static final StreamOptions ALL =
      StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true).build();

  /**
   * After how many bytes to cut one connection after another. The fewest are within the
   * connection's own beginning, the next within the answer's headers or its first updates.
   */
  static List<List<Integer>> cuts() {
    return List.of(
        List.of(300, 600, 1_200, 2_400, 4_800),
        List.of(350, 20, 1_000, 60, 3_000),
        List.of(450, 451, 452, 453, 5_000, 5_001),
        List.of(8_000, 100, 8_000, 250, 8_000),
        List.of(2_000, 2_111, 2_222, 2_333, 2_444, 2_555));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void aCutConnectionLosesAndRepeatsNothing(List<Integer> cuts) throws Exception {
    SolveRequest request =
        SolveRequest.newBuilder().setProblem(Problems.MEETING).setStreamOptions(ALL).build();
    Seen seen = new Seen();
    try (CuttingProxy proxy = new CuttingProxy(SERVER.target(), cuts);
        PlanGenClient client = PlanGenClient.builder().target(proxy.target()).plaintext().build();
        SolveStream events = client.solveStream(request)) {
      events.forEachRemaining(seen::add);
      assertThat(proxy.cutsMade()).isEqualTo(cuts.size());
    }

    assertThat(seen.updates).isEqualTo(log(seen.updates.getFirst().getRunId()));
    assertThat(seen.updates).extracting(StepUpdate::getSequence).startsWith(1L, 2L, 3L);
    List<Solution> solutions = seen.updates.getLast().getResult().getSolutionsList();
    assertThat(seen.plans).hasSameSizeAs(solutions);
    solutions.forEach(
        solution ->
            assertThat(seen.plans).containsEntry(solution.getCandidateId(), solution.getText()));
  }

  /** The run's updates, as one who was not there reads them afterwards, directly. */
  private static List<StepUpdate> log(String runId) {
    Seen seen = new Seen();
    try (PlanGenClient client = SERVER.client();
        SolveStream events =
            client
                .runs()
                .watch(
                    WatchRunRequest.newBuilder().setRunId(runId).setStreamOptions(ALL).build())) {
      events.forEachRemaining(seen::add);
    }
    return seen.updates;
  }

  /** What a reader was shown: the updates, and how the text of each plan stood at the end. */
  private static final class Seen {
    private final List<StepUpdate> updates = new ArrayList<>();
    private final Map<String, String> plans = new HashMap<>();

    void add(SolveEvent event) {
      switch (event) {
        case SolveEvent.Updated(var update) -> updates.add(update);
        case SolveEvent.TextWritten(var update, var text) -> {
          if (update.getStep() == Step.STEP_GENERATE_SOLUTIONS) {
            plans.put(update.getProgress().getTextDelta().getCandidateId(), text);
          }
        }
        case SolveEvent.Restarted restarted -> throw new AssertionError("anew: " + restarted);
      }
    }
  }
}
