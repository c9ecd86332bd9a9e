package dev.plangen.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.v1.Algorithm;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import java.util.List;

/** The whole server with a model whose replies are data. Solves are told with candidate events. */
public final class ScriptedServer implements AutoCloseable {

  private static final StreamOptions EVENTS =
      StreamOptions.newBuilder().setCandidateEvents(true).build();

  private static final List<String> EIGHT =
      List.of(
          "STEP_EXTRACT_CONSTRAINTS STEP_STATUS_IN_PROGRESS",
          "STEP_EXTRACT_CONSTRAINTS STEP_STATUS_COMPLETE",
          "STEP_GENERATE_SOLUTIONS STEP_STATUS_IN_PROGRESS",
          "STEP_GENERATE_SOLUTIONS STEP_STATUS_COMPLETE",
          "STEP_VERIFY_SOLUTIONS STEP_STATUS_IN_PROGRESS",
          "STEP_VERIFY_SOLUTIONS STEP_STATUS_COMPLETE",
          "STEP_SELECT_SOLUTION STEP_STATUS_IN_PROGRESS",
          "STEP_SELECT_SOLUTION STEP_STATUS_COMPLETE");

  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel scripted = new ScriptedModel(script);
  private final WatchedModel model = new WatchedModel(scripted);
  private final TestServer server = TestServer.inProcess(model);

  public KeyedScript script() {
    return script;
  }

  public TestServer server() {
    return server;
  }

  public static SolveRequest.Builder request(Algorithm.Builder algorithm) {
    return SolveRequest.newBuilder()
        .setProblem(TestJobs.PROBLEM)
        .setAlgorithm(algorithm)
        .setStreamOptions(EVENTS);
  }

  public Story solve(Algorithm.Builder algorithm) {
    return solve(request(algorithm).build());
  }

  /**
   * Solves once as a stream and checks what holds for every algorithm: a reader that asks for no
   * events has the eight updates, one that comes later has the same, and the result is about
   * complete plans.
   */
  public Story solve(SolveRequest request) {
    var story = new Story(server.solveStream(request).completed());
    assertThat(
            story.updates().stream()
                .filter(update -> !update.hasProgress())
                .map(update -> update.getStep() + " " + update.getStatus()))
        .isEqualTo(EIGHT);
    assertLaterReadersSeeTheSame(story.updates());
    assertThat(story.plans()).containsAll(story.result().getSolutionsList());
    assertThat(story.result().getSolutionsList())
        .extracting(solution -> solution.getCandidateId())
        .contains(story.result().getSelectedSolution().getCandidateId());
    return story;
  }

  private void assertLaterReadersSeeTheSame(List<StepUpdate> updates) {
    String runId = updates.getFirst().getRunId();
    int middle = updates.size() / 2;
    assertThat(
            server
                .watch(
                    WatchRunRequest.newBuilder()
                        .setRunId(runId)
                        .setAfterSequence(middle)
                        .setStreamOptions(EVENTS)
                        .build())
                .completed())
        .isEqualTo(updates.subList(middle, updates.size()));
    assertThat(server.watch(WatchRunRequest.newBuilder().setRunId(runId).build()).completed())
        .isEqualTo(updates.stream().filter(update -> !update.hasProgress()).toList());
  }

  /** Solves by the unary call. */
  public SolveResult unary(Algorithm.Builder algorithm) {
    return server.solve(request(algorithm).build()).completed().getFirst().getResult();
  }

  /** The prompt of the call with this key, which has been made. */
  public String prompt(String path) {
    return scripted.asked().stream()
        .filter(ask -> script.key(ask).path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("was not asked: " + path))
        .prompt()
        .user();
  }

  /** The keys of all calls so far. */
  public List<String> asked() {
    return scripted.asked().stream().map(ask -> script.key(ask).path()).toList();
  }

  /** Waits until no call of the model is under way. */
  public void awaitIdle() throws InterruptedException {
    model.awaitEnds(Integer.MAX_VALUE / 2);
  }

  @Override
  public void close() {
    server.close();
  }
}
