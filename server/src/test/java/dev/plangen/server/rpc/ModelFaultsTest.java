package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.ModelFault;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepError;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers are told of each way in which a provider fails, and what they are not. */
class ModelFaultsTest {

  private static final String PROBLEM = "CONFIDENTIAL-PROBLEM";

  private static final SolveRequest SOLVE =
      SolveRequest.newBuilder()
          .setProblem(PROBLEM)
          .setSampling(Sampling.newBuilder().setSeed(7))
          .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true))
          .build();

  private static final GenerateRequest GENERATE =
      GenerateRequest.newBuilder().setPrompt(PROBLEM).build();

  /** Against the machine's hiccups; what is asked to wait for is not waited for. */
  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);

  @ParameterizedTest
  @MethodSource("dev.plangen.server.testing.ModelFaults#ofEveryCall")
  void eachFaultHasItsStatusInEveryCallAndNothingOfTheProvidersIsTold(ModelFault fault)
      throws Exception {
    try (var logs = new CapturedLogs();
        var endpoint = OpenAiEndpoint.start(_ -> fault.reply().get());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES, fault.timeouts())) {
      var stream = server.solveStream(SOLVE);
      List<Received<?, ?>> calls =
          List.of(
              stream,
              server.solve(SOLVE),
              server.generateStream(GENERATE),
              server.generate(GENERATE));

      for (Received<?, ?> call : calls) {
        assertTold(call, fault);
        assertThat(call.failed().message()).isEqualTo(stream.failed().message());
        assertThat(call.wire()).doesNotContain(endpoint.baseUrl());
        assertThat(logs.awaitOutcome(call.awaitRunId())).isEqualTo(fault.reason());
      }
      assertLastUpdateTellsTheSame(stream, fault, Step.STEP_EXTRACT_CONSTRAINTS);
      assertThat(logs.text()).doesNotContain(ModelFault.SECRETS).doesNotContain(PROBLEM);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.plangen.server.testing.ModelFaults#ofSolves")
  void anAnswerOfNoUseFailsASolve(ModelFault fault) throws Exception {
    try (var logs = new CapturedLogs();
        var endpoint = OpenAiEndpoint.start(_ -> fault.reply().get());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES, fault.timeouts())) {
      var stream = server.solveStream(SOLVE);
      var unary = server.solve(SOLVE);

      assertTold(unary, fault);
      assertThat(unary.failed().message()).isEqualTo(stream.failed().message());
      assertTold(stream, fault);
      assertLastUpdateTellsTheSame(stream, fault, Step.STEP_EXTRACT_CONSTRAINTS);
      assertThat(logs.awaitOutcome(stream.awaitRunId())).isEqualTo(fault.reason());
      assertThat(logs.text()).doesNotContain(PROBLEM);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.plangen.server.testing.ModelFaults#all")
  void oneCandidateOfFiveThatFailsIsToldAndTheRunSucceeds(ModelFault fault) {
    var faulty = new AtomicReference<JsonNode>();
    var solving = ScriptedProvider.solving();
    // The seed tells the candidates apart: its attempts have the same.
    OpenAiEndpoint.Behaviour oneFaulty =
        call -> {
          if (!ScriptedProvider.asked(call).equals(Optional.of(AnswerFormat.PLAN))) {
            return solving.reply(call);
          }
          JsonNode seed = call.body().path("seed");
          return seed.equals(faulty.updateAndGet(first -> first == null ? seed : first))
              ? fault.reply().get()
              : solving.reply(call);
        };
    try (var endpoint = OpenAiEndpoint.start(oneFaulty);
        var server = TestServer.inProcess(endpoint, AT_ONCE, fault.timeouts())) {
      var stream = server.solveStream(SOLVE);
      List<StepUpdate> updates = stream.completed();
      List<StepUpdate> lost =
          updates.stream().filter(update -> update.getProgress().hasCandidateFailed()).toList();

      assertThat(lost).hasSize(1);
      assertThat(lost.getFirst().getStep()).isEqualTo(Step.STEP_GENERATE_SOLUTIONS);
      assertError(lost.getFirst().getProgress().getCandidateFailed().getError(), fault);
      assertThat(updates.getLast().getResult().getSolutionsList()).hasSize(4);
      assertThat(updates.getLast().getResult().getSolutionsList())
          .noneMatch(
              plan ->
                  plan.getCandidateId()
                      .equals(lost.getFirst().getProgress().getCandidateFailed().getCandidateId()));
      assertThat(stream.wire()).doesNotContain(ModelFault.SECRETS);
    }
  }

  private static void assertTold(Received<?, ?> call, ModelFault fault) {
    Details told = call.failed();
    assertThat(told.code()).isEqualTo(fault.code());
    assertThat(told.info())
        .contains(
            ErrorInfo.newBuilder()
                .setDomain("plangen.dev")
                .setReason(fault.reason())
                .putMetadata("run_id", call.runIdHeader().orElseThrow())
                .build());
    assertThat(told.message()).endsWith(".");
    assertThat(told.badRequest()).isEmpty();
    assertThat(told.retry().map(retry -> toJava(retry.getRetryDelay())))
        .isEqualTo(fault.retryDelay());
    assertThat(call.wire()).doesNotContain(ModelFault.SECRETS);
  }

  private static void assertLastUpdateTellsTheSame(
      Received<SolveRequest, StepUpdate> stream, ModelFault fault, Step step) {
    StepUpdate last = stream.messages().getLast();
    assertThat(last.getRunId()).isEqualTo(stream.awaitRunId());
    assertThat(last.getStep()).isEqualTo(step);
    assertThat(last.getStatus()).isEqualTo(StepStatus.STEP_STATUS_ERROR);
    assertThat(last.hasData() || last.hasResult() || last.hasProgress()).isFalse();
    assertThat(stream.messages().stream().filter(StepUpdate::hasError)).hasSize(1);
    assertError(last.getError(), fault);
    assertThat(last.getError().getMessage()).isEqualTo(stream.failed().message());
  }

  private static void assertError(StepError error, ModelFault fault) {
    assertThat(error.getCode()).isEqualTo(fault.code().value());
    assertThat(error.getReason()).isEqualTo(fault.reason());
    assertThat(error.getMessage()).endsWith(".");
    assertThat(
            error.hasRetryDelay() ? Optional.of(toJava(error.getRetryDelay())) : Optional.empty())
        .isEqualTo(fault.retryDelay());
  }

  private static Duration toJava(com.google.protobuf.Duration duration) {
    return Duration.ofNanos(Durations.toNanos(duration));
  }
}
