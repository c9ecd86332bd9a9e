package dev.plangen.examples.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command against the server, each in a process of its own. */
@Timeout(300)
class EvaluateTest {

  private static final String QUICK =
      "models: [{ id: offline/planner, provider: offline, noise: 0.5, judge_noise: 0.2 }]";

  /** A run takes seconds. */
  private static final String SLOW =
      "models: [{ id: offline/planner, provider: offline, noise: 0.5, judge_noise: 0.2,"
          + " tokens_per_second: 100 }]";

  private static final int RUNS = 5 * 4;

  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path directory;

  private Path results = Path.of("results.jsonl");

  @BeforeEach
  void chooseResults() {
    results = directory.resolve("results.jsonl");
  }

  @Test
  void allRunsAreMadeAndReported() throws Exception {
    try (ServerProcess server = server(QUICK)) {
      Process evaluate = evaluate(server.target()).start();

      String table = new String(evaluate.getInputStream().readAllBytes(), UTF_8);
      assertThat(evaluate.waitFor()).isZero();
      assertThat(table)
          .contains("## offline/planner, calendar, 3 problems", "| single sample | 3 |")
          .contains("| best_of_n:candidates=3 × sound | 5 |", "| pass@6 | 5 |");
      assertThat(directory.resolve("results.md")).content().startsWith("# Evaluation");
      assertThat(directory.resolve("results.json")).exists();
      assertThat(directory.resolve("results-offline-planner-trip.png")).exists();
    }
  }

  @Test
  void everyRunOfAProblemSeesTheSameCandidates() throws Exception {
    try (ServerProcess server = server(QUICK)) {
      assertThat(evaluate(server.target()).start().waitFor()).isZero();
    }

    Map<String, JsonNode> made = results();
    assertThat(made).hasSize(RUNS);
    for (int i = 1; i <= 3; i++) {
      String problem = "calendar_own_" + i + " ";
      JsonNode single = get(made, problem + "single sound");
      JsonNode sound = get(made, problem + "best_of_n:candidates=3 sound");
      JsonNode judged = get(made, problem + "best_of_n:candidates=3 llm");
      JsonNode vote = get(made, problem + "majority:candidates=6 sound");
      assertThat(sound.path("samples")).startsWith(single.path("samples").get(0));
      assertThat(judged.path("samples")).isEqualTo(sound.path("samples"));
      assertThat(vote.path("samples")).containsAll(sound.path("samples")).hasSize(6);
      // Constraints and one plan; the other plans; the verdicts alone.
      assertThat(single.path("paid").path("calls").asInt()).isEqualTo(2);
      assertThat(sound.path("paid").path("calls").asInt()).isEqualTo(2);
      assertThat(judged.path("paid").path("calls").asInt()).isEqualTo(3);
      assertThat(vote.path("paid").path("calls").asInt()).isEqualTo(3);
      assertThat(judged.path("cost").path("calls").asInt()).isEqualTo(1 + 3 + 3);
      assertThat(vote.path("cost").path("calls").asInt()).isEqualTo(1 + 6);
    }
  }

  @Test
  void anEvaluationThatWasKilledGoesOnFromWhereItWas() throws Exception {
    try (ServerProcess server = server(QUICK)) {
      assertThat(evaluate(server.target()).start().waitFor()).isZero();
    }
    Map<String, JsonNode> whole = results();
    Files.delete(results);
    try (ServerProcess server = server(SLOW)) {
      Process killed = evaluate(server.target()).start();
      awaitLines(4);
      killed.destroyForcibly().waitFor();
    }
    List<String> before = Files.readAllLines(results);
    assertThat(before.size()).isLessThan(RUNS);
    String half = Files.readString(results);
    Files.writeString(results, half + before.getLast().substring(0, 20));

    try (ServerProcess server = server(QUICK)) {
      assertThat(evaluate(server.target()).start().waitFor()).isZero();
    }

    assertThat(Files.readString(results)).startsWith(half);
    assertThat(Files.readAllLines(results)).hasSize(1 + RUNS);
    Map<String, JsonNode> resumed = results();
    assertThat(resumed.keySet()).isEqualTo(whole.keySet());
    whole.forEach(
        (key, result) ->
            assertThat(get(resumed, key).path("score")).as(key).isEqualTo(result.path("score")));
  }

  @Test
  void whoeverStopsItIsToldHowToGoOn() throws Exception {
    try (ServerProcess server = server(SLOW)) {
      Process evaluate = evaluate(server.target()).start();
      awaitLines(2);

      // The process itself would close its streams.
      evaluate.toHandle().destroy();

      assertThat(evaluate.waitFor(15, SECONDS)).isTrue();
      assertThat(new String(evaluate.getErrorStream().readAllBytes(), UTF_8))
          .contains(
              "Stopped. What was measured is in "
                  + results
                  + "; the same command goes on from there.");
      assertThat(evaluate.exitValue()).isNotZero();
    }
    // Nobody is counted as failed for having been stopped.
    assertThat(results().values()).allMatch(result -> result.path("trouble").isNull());
  }

  @Test
  void aServerThatIsNotThereIsOneSentence() throws Exception {
    String target;
    try (ServerProcess server = server(QUICK)) {
      target = server.target();
    }

    Process evaluate = evaluate(target).start();

    assertThat(evaluate.waitFor()).isEqualTo(1);
    assertThat(new String(evaluate.getErrorStream().readAllBytes(), UTF_8).lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("No PlanGEN server answers at " + target);
  }

  private ServerProcess server(String config) throws IOException {
    return ServerProcess.start(Files.writeString(directory.resolve("server.yaml"), config));
  }

  private ProcessBuilder evaluate(String target) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--target", target, "--results", results.toString(), "--model", "offline/planner"));
    arguments.addAll(List.of("--problems", Path.of("problems/own.jsonl").toString()));
    for (String algorithm : List.of("single", "best_of_n:candidates=3", "majority:candidates=6")) {
      arguments.addAll(List.of("--algorithm", algorithm));
    }
    return JavaProcess.of(Evaluate.class.getName(), arguments.toArray(String[]::new));
  }

  private void awaitLines(int lines) throws IOException, InterruptedException {
    while (!Files.exists(results) || Files.readAllLines(results).size() < lines) {
      Thread.sleep(20);
    }
  }

  private static JsonNode get(Map<String, JsonNode> results, String key) {
    return Objects.requireNonNull(results.get(key), key);
  }

  private Map<String, JsonNode> results() throws IOException {
    Map<String, JsonNode> results = new TreeMap<>();
    List<String> lines = Files.readAllLines(this.results);
    for (String line : lines.subList(1, lines.size())) {
      JsonNode result = json.readTree(line);
      results.put(
          "%s %s %s"
              .formatted(
                  result.path("problem").asText(),
                  result.path("method").asText(),
                  result.path("jury").asText()),
          result);
    }
    return results;
  }
}
