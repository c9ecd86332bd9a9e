package dev.plangen.testing;

import static dev.plangen.testing.SolveScript.solve;
import static dev.plangen.testing.SolveScriptTest.REQUEST;
import static dev.plangen.testing.SolveScriptTest.TWO_CANDIDATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.RetryInfo;
import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.ExtractConstraintsResponse;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a test lays out before, and what it can look at afterwards. */
@Timeout(60)
class PlanGenTestServerTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final PlanGenTestServer server = PlanGenTestServer.inProcess();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void scriptsAreTakenInTheirOrderAndRulesComeFirst() {
    server.solves(
        request -> request.getProblem().contains("easy"),
        solve().candidate("the easy way", 100).select());
    server.solves(
        solve().candidate("first", 100).select(), solve().candidate("second", 100).select());

    assertThat(plan(REQUEST)).isEqualTo("first");
    assertThat(plan(problem("an easy one"))).isEqualTo("the easy way");
    assertThat(plan(REQUEST)).isEqualTo("second");
    assertThat(plan(problem("another easy one"))).isEqualTo("the easy way");
  }

  private String plan(SolveRequest request) {
    return Call.of(server.channel(), PlanGenServiceGrpc.getSolveMethod(), request)
        .completed()
        .get(0)
        .getResult()
        .getSelectedSolution()
        .getText();
  }

  private static SolveRequest problem(String problem) {
    return SolveRequest.newBuilder().setProblem(problem).build();
  }

  @Test
  void aRefusedSolveHasNoRunAndTellsWhenToRetry() {
    server.refusesSolve(Failure.overloaded(Duration.ofMillis(1500)));
    server.solves(TWO_CANDIDATES);

    Call<StepUpdate> refused = stream(REQUEST);

    assertThat(refused.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.runId()).isEmpty();
    assertThat(refused.errorInfo().get().getReason()).isEqualTo("SERVER_OVERLOADED");
    RetryInfo retry = refused.detail(RetryInfo.class).get();
    assertThat(Statuses.duration(retry.getRetryDelay())).isEqualTo(Duration.ofMillis(1500));
    assertThat(stream(REQUEST).completed()).hasSize(8);
  }

  @Test
  void aSolveWithoutAScriptSaysWhatTheTestHasForgotten() {
    assertThat(stream(REQUEST).end().getDescription()).contains("solves()");
  }

  @Test
  void anyRpcCanBeAnsweredRefusedAndDropped() {
    var models = PlanGenServiceGrpc.getListModelsMethod();
    var extract = PlanGenServiceGrpc.getExtractConstraintsMethod();
    ExtractConstraintsResponse constraints =
        ExtractConstraintsResponse.newBuilder().addConstraints("One.").build();
    server.refuses(models, Failure.overloaded(Duration.ofSeconds(1)));
    server.drops(models);
    server.answers(models, ListModelsResponse.newBuilder().setDefaultModel("own/model").build());
    server.answers(extract, constraints);

    assertThat(listModels().end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    Call<ListModelsResponse> dropped = listModels();
    assertThat(dropped.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(dropped.errorInfo()).isEmpty();
    assertThat(listModels().completed().get(0).getDefaultModel()).isEqualTo("own/model");
    assertThat(listModels().completed().get(0).getDefaultModel()).isEqualTo("test/model");
    ExtractConstraintsRequest request =
        ExtractConstraintsRequest.newBuilder().setProblem("a problem").build();
    assertThat(Call.of(server.channel(), extract, request).completed())
        .containsExactly(constraints);
    assertThat(server.received(extract)).containsExactly(request);
    assertThat(Call.of(server.channel(), extract, request).end().getDescription())
        .contains("answers()");
  }

  private Call<ListModelsResponse> listModels() {
    return Call.of(
        server.channel(),
        PlanGenServiceGrpc.getListModelsMethod(),
        ListModelsRequest.getDefaultInstance());
  }

  @Test
  void theTestSeesWhatWasAskedForByWhicheverRpcAndWhatIsStillOpen() {
    server.solves(request -> true, solve().constraints("One."));
    SolveRequest started = problem("started");

    Call<StepUpdate> open = stream(REQUEST);
    open.runId();
    Call.of(
            server.channel(),
            RunServiceGrpc.getStartRunMethod(),
            StartRunRequest.newBuilder().setRequest(started).build())
        .completed();

    assertThat(server.requests()).containsExactly(REQUEST, started);
    server.await(s -> s.openCalls() == 1, LIMIT);
    assertThat(server.cancelledRuns()).isEmpty();

    open.cancel();

    server.await(s -> s.openCalls() == 0, LIMIT);
    server.await(s -> s.cancelledRuns().equals(List.of(open.runId().get())), LIMIT);
    assertThatThrownBy(() -> server.await(s -> s.openCalls() > 0, Duration.ZERO))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("0 calls are open");
  }

  @Test
  void aDelayPassesWhenTheTestLetsIt() {
    server.solves(
        solve().constraints("One.").delay(Duration.ofHours(1)).candidate("A", 1).select());
    Call<StepUpdate> call = stream(REQUEST);
    server.await(s -> call.soFar().size() == 2, LIMIT);

    // The delay may not have begun yet: until it has, there is nothing to shorten.
    server.await(
        s -> {
          s.advance(Duration.ofHours(1));
          return call.soFar().size() == 8;
        },
        LIMIT);

    assertThat(call.completed()).hasSize(8);
  }

  @Test
  void heartbeatsAreSentWhileNothingElseIs() {
    server.solves(solve().constraints("One."), solve().heartbeat().constraints("One."));
    SolveRequest wishing =
        REQUEST.toBuilder()
            .setStreamOptions(
                StreamOptions.newBuilder()
                    .setHeartbeatInterval(com.google.protobuf.Duration.newBuilder().setSeconds(60)))
            .build();
    Call<StepUpdate> quiet = stream(wishing);
    server.await(s -> quiet.soFar().size() == 2, LIMIT);

    server.advance(Duration.ofSeconds(60));

    server.await(s -> quiet.soFar().size() == 3, LIMIT);
    assertThat(quiet.soFar().get(2).getProgress().hasHeartbeat()).isTrue();
    assertThat(quiet.soFar().get(2).getSequence()).isEqualTo(2);
    Call<StepUpdate> scripted = stream(wishing);
    server.await(s -> scripted.soFar().size() == 3, LIMIT);
    assertThat(scripted.soFar().get(0).getProgress().hasHeartbeat()).isTrue();
    assertThat(scripted.soFar().get(0).getSequence()).isZero();
  }

  @Test
  void aReaderThatTakesLittleIsSentLittle() {
    server.solves(TWO_CANDIDATES);

    Call<StepUpdate> slow =
        Call.of(server.channel(), PlanGenServiceGrpc.getSolveStreamMethod(), REQUEST, 3);
    server.await(s -> slow.soFar().size() == 3, LIMIT);
    assertThat(stream(problem("another")).end().getCode())
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(slow.soFar()).hasSize(3);
    slow.request(5);

    assertThat(slow.completed()).hasSize(8);
  }

  private Call<StepUpdate> stream(SolveRequest request) {
    return Call.of(server.channel(), PlanGenServiceGrpc.getSolveStreamMethod(), request);
  }
}
