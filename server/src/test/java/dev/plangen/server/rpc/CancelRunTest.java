package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.Usage;
import dev.plangen.v1.WatchRunRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A run without a reader, five plans of which are being written: ending it by name ends its calls,
 * and what it has cost is not lost.
 */
@Timeout(60)
class CancelRunTest {

  /** The first test of a JVM may load every class of gRPC and of the SDK on a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Far above the milliseconds that it takes, far below what any timeout would take. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final OpenAiEndpoint endpoint = OpenAiEndpoint.start(writingForEver());
  private final TestServer server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES);
  private final String runId = start();

  private static ScriptedProvider writingForEver() {
    var never = new Gate();
    return ScriptedProvider.solving()
        .on(AnswerFormat.PLAN, _ -> ChatAnswer.of("Half a plan", 4).hold(never).reply());
  }

  private String start() {
    StartRunRequest request = StartRunRequest.newBuilder().setRequest(Problems.meeting()).build();
    return server.runs().startRun(request).getRunId();
  }

  @BeforeEach
  void awaitFivePlansBeingWritten() {
    endpoint.awaitInFlight(5, LIMIT);
  }

  @AfterEach
  void close() {
    server.close();
    endpoint.close();
  }

  @Test
  void cancellingARunClosesTheSocketsOfItsModelCalls() {
    assertThat(cancel().getRunId()).isEqualTo(runId);

    awaitSocketsClosed();
    assertThat(endpoint.calls()).hasSize(6);
  }

  @Test
  void deletingARunClosesTheSocketsOfItsModelCalls() {
    var _ = server.runs().deleteRun(DeleteRunRequest.newBuilder().setRunId(runId).build());

    awaitSocketsClosed();
    assertThat(endpoint.calls()).hasSize(6);
  }

  @Test
  void aCancelledRunTellsWhatItHasCost() {
    cancel();
    server.watch(WatchRunRequest.newBuilder().setRunId(runId).build()).completed();

    Run run = cancel();
    assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_CANCELLED);
    assertThat(run.getUsage())
        .isEqualTo(
            Usage.newBuilder()
                .setModelCalls(6)
                .setCallsWithoutUsage(5)
                .setInputTokens(100)
                .setCachedInputTokens(60)
                .setOutputTokens(20)
                .setReasoningTokens(5)
                .build());
  }

  private Run cancel() {
    return server.runs().cancelRun(CancelRunRequest.newBuilder().setRunId(runId).build());
  }

  private void awaitSocketsClosed() {
    List<ChatCall> plans = endpoint.calls().subList(1, 6);
    plans.forEach(call -> call.awaitClosedByClient(AT_ONCE));
  }
}
