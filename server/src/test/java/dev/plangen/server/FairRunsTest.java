package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.HeldCalls;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that share a model, through the whole server; all its calls take the same time. */
@Timeout(60)
class FairRunsTest {

  private final HeldCalls calls = new HeldCalls();
  private final FairQueue queue = new FairQueue(8);

  @Test
  void aSmallRunBehindALargeOneBeginsWithinOneCallLengthAndIsDoneAfterFive() throws Exception {
    try (var server =
        TestServer.inProcess(
            new SharedModel(
                new HeldModel(),
                queue,
                TestServer.NO_RETRIES,
                new RetryBudget(),
                Optional.empty()))) {
      Received<SolveRequest, SolveResponse> large = server.solve(request("large", 64));
      List<HeldCalls.Call> round = calls.next(8);
      awaitOutstanding(64);
      Received<SolveRequest, SolveResponse> small = server.solve(request("small", 5));
      awaitOutstanding(64 + 5);

      // Each plan that ends brings its verdict, and only a verdict that ends brings nothing.
      int outstanding = 64 + 5;
      List<String> begun = new ArrayList<>();
      for (int length = 1; length <= 4; length++) {
        outstanding -= (int) round.stream().filter(call -> call.name().endsWith("verdict")).count();
        round = calls.nextRound(round);
        awaitOutstanding(outstanding);
        round.stream().map(HeldCalls.Call::name).forEach(begun::add);
        assertThat(begun).filteredOn("small plan"::equals).hasSize(length == 1 ? 4 : 5);
      }
      assertThat(begun).filteredOn("small verdict"::equals).hasSize(5);
      calls.nextRound(round);

      assertThat(small.completed().getFirst().getResult().getSolutionsList()).hasSize(5);
      assertThat(large.hasEnded()).isFalse();
      large.cancel();
    }
    // Closing cancels what the large run still does, and waits for its calls no longer than it
    // must.
    awaitOutstanding(0);
  }

  private static SolveRequest request(String problem, int candidates) {
    return SolveRequest.newBuilder()
        .setProblem(problem)
        .addConstraints("It is short.")
        .setSampling(Sampling.newBuilder().setMaxOutputTokens(100))
        .setAlgorithm(
            Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(candidates)))
        .build();
  }

  private void awaitOutstanding(int count) {
    Conditions.await(() -> queue.inFlight() + queue.waiting() == count);
  }

  private final class HeldModel implements LanguageModel {
    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
      sink.begin(options);
      boolean verdict = prompt.user().endsWith(AnswerFormat.VERDICT.instruction());
      calls.hold(
          (prompt.user().contains("small") ? "small " : "large ") + (verdict ? "verdict" : "plan"));
      sink.append(verdict ? "Score: 97" : "The plan.");
      return new Completion(FinishCause.STOP, TokenCount.UNKNOWN);
    }

    @Override
    public Set<SamplingParameter> unsupported() {
      return Set.of();
    }
  }
}
