package dev.plangen.examples.patterns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that is killed costs no more than the grace that it asked for. */
@Timeout(180)
class KilledClientTest {

  private static final Duration GRACE = Duration.ofMillis(1500);

  /** For a busy machine to notice, and to act. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  @RegisterExtension static final TreeServer SERVER = new TreeServer();

  /** The client: reads a solve that has no end. Its argument is where the server is. */
  static final class Victim {
    public static void main(String[] args) {
      SolveRequest request =
          SolveRequest.newBuilder()
              .setProblem(Problems.MEETING)
              .setModel(TreeServer.ENDLESS)
              .setDisconnectGrace(
                  com.google.protobuf.Duration.newBuilder()
                      .setSeconds(GRACE.getSeconds())
                      .setNanos(GRACE.getNano()))
              .build();
      try (PlanGenClient client = PlanGenClient.builder().target(args[0]).plaintext().build();
          SolveStream events = client.solveStream(request)) {
        while (events.hasNext()) {
          SolveEvent event = events.next();
          System.out.println(event.runId());
        }
      }
    }
  }

  @Test
  void aKilledClientCostsNoMoreThanItsGrace() throws Exception {
    int before = SERVER.endless().begun();
    Process victim = start();
    try (PlanGenClient client = SERVER.client();
        BufferedReader lines = victim.inputReader(UTF_8)) {
      String runId = lines.readLine();
      Until.isTrue(() -> SERVER.endless().begun() > before, "the model is called");
      assertThat(client.runs().get(runId).getState()).isEqualTo(RunState.RUN_STATE_RUNNING);

      // SIGKILL: nothing of the client's has a chance to run.
      Instant alive = Instant.now();
      victim.destroyForcibly().waitFor();
      Instant dead = Instant.now();

      Run run = Until.ended(client, runId);
      assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_CANCELLED);
      assertThat(end(run)).isBetween(alive.plus(GRACE), dead.plus(GRACE).plus(MARGIN));
      Until.isTrue(
          () -> SERVER.endless().cancelled() == SERVER.endless().begun(), "its calls are closed");
      assertThat(SERVER.endless().begun()).isEqualTo(before + 1);
      assertThat(running(client)).doesNotContain(runId);
    } finally {
      victim.destroyForcibly();
    }
  }

  private static Process start() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            SERVER.target())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Instant end(Run run) {
    return Instant.ofEpochSecond(run.getEndTime().getSeconds(), run.getEndTime().getNanos());
  }

  private static List<String> running(PlanGenClient client) {
    return client
        .runs()
        .all(ListRunsRequest.newBuilder().setState(RunState.RUN_STATE_RUNNING).build())
        .map(Run::getRunId)
        .toList();
  }
}
