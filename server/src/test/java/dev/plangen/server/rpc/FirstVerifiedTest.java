package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.Story;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.StreamOptions;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code accept_first_verified} at the provider: the sockets of the losers are closed. */
@Timeout(60)
class FirstVerifiedTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Far above the milliseconds that it takes, far below what any timeout would take. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  @Test
  void theSocketsOfTheLosersAreClosedAsSoonAsACandidateIsVerified() throws Exception {
    var losers = new CopyOnWriteArrayList<ChatCall>();
    var winner = new AtomicBoolean();
    var never = new Gate();
    var verdict = new Gate();
    var provider =
        ScriptedProvider.solving()
            .on(
                AnswerFormat.PLAN,
                plan -> {
                  if (winner.compareAndSet(false, true)) {
                    return ChatAnswer.text("The winner");
                  }
                  losers.add(plan);
                  return ChatAnswer.of("Half a plan", 4).hold(never).reply();
                })
            .on(
                AnswerFormat.VERDICT,
                _ -> new ChatAnswer().hold(verdict).content("Score: 97").reply());
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call = server.solveStream(request(BestOfN.newBuilder().setAcceptFirstVerified(true)));
      // Four plans that are never whole, and the verdict on the fifth.
      Conditions.await(() -> endpoint.calls().size() == 1 + 5 + 1);
      endpoint.awaitInFlight(5, LIMIT);
      verdict.release();
      var story = new Story(call.completed());

      assertThat(losers).hasSize(4);
      losers.forEach(loser -> loser.awaitClosedByClient(AT_ONCE));
      assertThat(endpoint.awaitAllClosed(AT_ONCE)).isTrue();
      assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_FIRST_VERIFIED);
      assertThat(story.result().getSelectedSolution().getText()).isEqualTo("The winner");
      assertThat(story.result().getSelectedSolution().getVerified()).isTrue();
      assertThat(story.result().getSolutionsList()).hasSize(1);
      assertThat(story.lines(EventCase.CANDIDATE_FAILED))
          .hasSize(4)
          .allMatch(line -> line.endsWith(" NOT_NEEDED"));
      assertThat(endpoint.calls()).hasSize(1 + 5 + 1);
    }
  }

  @Test
  void oneAfterTheOtherNothingIsAskedForAfterTheFirstVerifiedCandidate() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call =
          server.solveStream(
              request(BestOfN.newBuilder().setParallelism(1).setAcceptFirstVerified(true)));

      assertThat(call.completed().getLast().getResult().getUsage().getModelCalls()).isEqualTo(3);
      assertThat(endpoint.calls()).hasSize(3);
    }
  }

  private static SolveRequest request(BestOfN.Builder choice) {
    return Problems.meeting()
        .setAlgorithm(Algorithm.newBuilder().setBestOfN(choice))
        .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true))
        .build();
  }
}
