package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.util.Durations;
import com.google.rpc.QuotaFailure;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.run.Quota;
import dev.plangen.server.run.QuotaUse;
import dev.plangen.server.run.Quotas;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.GeneratePlanRequest;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers are told of their quotas. */
@Timeout(60)
class QuotaTest {

  private static final SolveRequest PLAIN =
      SolveRequest.newBuilder().setProblem("Plan a day.").setRequestId("r").build();
  private static final SolveRequest OTHER = PLAIN.toBuilder().setRequestId("s").build();

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();

  @Test
  void aRefusalNamesTheQuotaAndWhenToComeBackBeforeAnyHeader() {
    script.on("constraints", held(gate, text("- One.")));
    try (TestServer server = server(new Quota(OptionalInt.of(1), none(), noTokens()))) {
      Received<SolveRequest, StepUpdate> first = server.solveStream(PLAIN);
      first.awaitRunId();
      Received<SolveRequest, StepUpdate> second = server.solveStream(OTHER);

      Refused.Details refused = second.failed();
      assertThat(second.runIdHeader()).isEmpty();
      assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.reason()).isEqualTo("QUOTA_EXCEEDED");
      assertThat(refused.message()).contains("1 live runs");
      assertThat(refused.info().orElseThrow().getMetadataMap())
          .isEqualTo(Map.of("quota_limit", "max_live_runs", "quota_limit_value", "1"));
      assertThat(refused.quota().orElseThrow().getViolationsList())
          .containsExactly(
              QuotaFailure.Violation.newBuilder()
                  .setSubject("tenant:anonymous")
                  .setDescription(refused.message())
                  .setQuotaId("max_live_runs")
                  .setQuotaValue(1)
                  .build());
      assertThat(refused.retry().orElseThrow().getRetryDelay()).isEqualTo(Durations.fromSeconds(1));
      assertThat(refused.everything()).contains("grpc-retry-pushback-ms=1000");

      // Who only reads is not refused.
      Received<SolveRequest, StepUpdate> joined = server.solveStream(PLAIN);
      Received<WatchRunRequest, StepUpdate> watched =
          server.watch(WatchRunRequest.newBuilder().setRequestId("r").build());
      gate.release();
      assertThat(joined.completed()).isEqualTo(first.completed()).isEqualTo(watched.completed());
      assertThat(server.solveStream(OTHER).completed()).hasSize(8);
    }
  }

  @Test
  void whoHasUsedTheDaysTokensIsToldNotToRetryByThemselves() {
    try (TestServer server = server(new Quota(none(), none(), OptionalLong.of(1)))) {
      assertThat(server.solveStream(PLAIN).completed()).hasSize(8);
      Refused.Details refused = server.solveStream(OTHER).failed();

      assertThat(refused.info().orElseThrow().getMetadataMap())
          .isEqualTo(Map.of("quota_limit", "max_tokens_per_day", "quota_limit_value", "1"));
      long seconds = Durations.toSeconds(refused.retry().orElseThrow().getRetryDelay());
      assertThat(seconds).isBetween(0L, 86_400L);
      // In the last minute before midnight there is no such thing to see.
      assertThat(refused.everything())
          .contains(seconds >= 60 ? "grpc-retry-pushback-ms=-1" : "grpc-retry-pushback-ms=");
      QuotaUse.Amount used = server.server().quotas().others();
      assertThat(used.liveRuns()).isZero();
      assertThat(used.tokensToday()).isPositive();
    }
  }

  @Test
  void everythingThatAsksAModelCountsAsARun() {
    var one = new Quota(none(), OptionalInt.of(1), noTokens());
    refusesTheSecond(
        one,
        server ->
            () -> {
              var _ =
                  server
                      .planGenBlocking()
                      .extractConstraints(
                          ExtractConstraintsRequest.newBuilder().setProblem("A day.").build());
            });
    refusesTheSecond(
        one,
        server ->
            () -> {
              var _ =
                  server
                      .planGenBlocking()
                      .generatePlan(
                          GeneratePlanRequest.newBuilder()
                              .setProblem("A day.")
                              .addConstraints("Short.")
                              .build());
            });
    refusesTheSecond(
        one,
        server ->
            () -> {
              var _ =
                  server
                      .planGenBlocking()
                      .verifyPlan(
                          VerifyPlanRequest.newBuilder()
                              .setProblem("A day.")
                              .addConstraints("Short.")
                              .setPlan("A plan.")
                              .build());
            });
    refusesTheSecond(
        one,
        server ->
            () -> {
              var _ =
                  dev.plangen.v1.ModelServiceGrpc.newBlockingStub(server.channel())
                      .generate(GenerateRequest.newBuilder().setPrompt("Hi").build());
            });
    refusesTheSecond(
        one,
        server ->
            () -> {
              var _ =
                  server
                      .runs()
                      .startRun(
                          StartRunRequest.newBuilder()
                              .setRequest(SolveRequest.newBuilder().setProblem("Plan a day."))
                              .build());
            });
  }

  private interface Call {
    ThrowingCallable on(TestServer server);
  }

  private void refusesTheSecond(Quota quota, Call call) {
    try (TestServer server = server(quota)) {
      assertThat(catchThrowable(call.on(server))).isNull();
      Refused.Details refused = Refused.details(catchThrowable(call.on(server)));
      assertThat(refused.reason()).isEqualTo("QUOTA_EXCEEDED");
      Duration delay =
          Duration.ofNanos(Durations.toNanos(refused.retry().orElseThrow().getRetryDelay()));
      assertThat(delay).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
      assertThat(refused.everything()).containsPattern("grpc-retry-pushback-ms=[3-6]\\d{4}\\b");
    }
  }

  private TestServer server(Quota others) {
    ServerSettings usual = ServerSettings.DEFAULT;
    return TestServer.inProcess(
        new ScriptedModel(script),
        new ServerSettings(
            usual.limits(),
            usual.retention(),
            usual.bounds(),
            usual.openCalls(),
            new Quotas(Map.of(), others)));
  }

  private static OptionalInt none() {
    return OptionalInt.empty();
  }

  private static OptionalLong noTokens() {
    return OptionalLong.empty();
  }
}
