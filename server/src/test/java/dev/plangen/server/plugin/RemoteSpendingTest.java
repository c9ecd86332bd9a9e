package dev.plangen.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.RetryingModel;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a call that failed costs the budget of a run is seen by how much the next one may write: the
 * budget pays for one plan of full length and a short one.
 */
class RemoteSpendingTest {

  private static final int BUDGET = 20_000;
  private static final int PLAN = 16_000;

  /** More than the prompt takes, less than a plan. */
  private static final int PROMPT = 2_000;

  private static final RetryPolicy TWICE =
      new RetryPolicy(2, Duration.ofNanos(1), Duration.ofNanos(1), Duration.ofSeconds(1));

  /** How much each request was allowed to write. */
  private final List<Integer> allowed = new CopyOnWriteArrayList<>();

  private Remote remote = Remote.inProcess();

  @AfterEach
  void close() {
    remote.close();
  }

  @Test
  void aRefusalCostsItsPromptOnly() {
    failOnce(out -> out.onError(Statuses.of(Status.Code.RESOURCE_EXHAUSTED)));

    assertThat(allowed).hasSize(2).allMatch(tokens -> tokens > PLAN - PROMPT);
  }

  @Test
  void aRemoteThatFailsMayHaveWrittenAllThatItWasAllowed() {
    failOnce(out -> out.onError(Statuses.of(Status.Code.UNAVAILABLE)));

    assertThat(allowed).hasSize(2);
    assertThat(allowed.get(0)).isEqualTo(PLAN);
    assertThat(allowed.get(1)).isLessThan(BUDGET - PLAN);
  }

  @Test
  void soMayOneThatRefusesInTheMiddleOfItsAnswer() {
    failOnce(
        out -> {
          out.onNext(Chunks.at(0, "half"));
          out.onError(Statuses.of(Status.Code.RESOURCE_EXHAUSTED));
        });

    assertThat(allowed).hasSize(2);
    assertThat(allowed.get(1)).isLessThan(BUDGET - PLAN);
  }

  private void failOnce(Consumer<ServerCallStreamObserver<GenerateChunk>> failure) {
    remote =
        Remote.inProcess(
            Remote.model(
                (request, out) -> {
                  note(request);
                  if (allowed.size() == 1) {
                    failure.accept(out);
                  } else {
                    Chunks.script(Chunks.at(0, "A plan."), Chunks.end(7)).accept(request, out);
                  }
                }));
    try (var connection = remote.connect(ModelServiceGrpc.SERVICE_NAME)) {
      solve(model(connection));
    }
  }

  @Test
  void aRemoteThatWasNotReachedCostsItsPromptOnly() {
    remote = Remote.onSocket();
    int port = remote.port();
    remote.close();
    BindableService service =
        Remote.model(
            (request, out) -> {
              note(request);
              Chunks.script(Chunks.at(0, "A plan."), Chunks.end(7)).accept(request, out);
            });
    try (var connection = Connection.toModel(Remote.ID, Remote.at(port), _ -> {})) {
      LanguageModel model = model(connection);
      solve(
          new Failing(
              model,
              () -> {
                remote = Remote.onSocket(port, InsecureServerCredentials.create(), service);
                Conditions.await(connection::isServing);
              }));
    }

    assertThat(allowed).singleElement().matches(tokens -> tokens > PLAN - PROMPT);
  }

  /** Does something when a call has failed, before it is repeated. */
  private record Failing(LanguageModel model, Runnable then) implements LanguageModel {

    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
      try {
        return model.generate(prompt, options, sink, cancellation);
      } catch (FailureException e) {
        then.run();
        throw e;
      }
    }

    @Override
    public Set<SamplingParameter> unsupported() {
      return model.unsupported();
    }
  }

  private void note(GenerateRequest request) {
    allowed.add(request.getSampling().getMaxOutputTokens());
  }

  private static LanguageModel model(Connection connection) {
    return new RemoteModel(
        new RemoteModelSettings(Remote.ID, Optional.empty(), Set.of(), Remote.CALL_TIMEOUT),
        connection);
  }

  /** One plan, by one call: neither the constraints nor the verdict take another. */
  private static void solve(LanguageModel model) {
    try (var server = TestServer.inProcess(new RetryingModel(model, TWICE, new RetryBudget()))) {
      var solved =
          server
              .solve(
                  SolveRequest.newBuilder()
                      .setProblem("Plan a day.")
                      .addConstraints("Short.")
                      .addVerifiers("math")
                      .setAlgorithm(
                          Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(1)))
                      .setSampling(Sampling.newBuilder().setMaxOutputTokens(PLAN))
                      .setBudget(Budget.newBuilder().setMaxTotalTokens(BUDGET))
                      .build())
              .completed();
      assertThat(solved.getLast().getResult().getSelectedSolution().getText()).isEqualTo("A plan.");
    }
  }
}
