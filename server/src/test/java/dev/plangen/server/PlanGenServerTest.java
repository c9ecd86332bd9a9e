package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole server on a socket: health, reflection, drain. */
class PlanGenServerTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final List<String> SERVICES =
      List.of(
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection",
          ModelServiceGrpc.SERVICE_NAME,
          RunServiceGrpc.SERVICE_NAME,
          PlanGenServiceGrpc.SERVICE_NAME);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        PlanGenServiceGrpc.SERVICE_NAME,
        RunServiceGrpc.SERVICE_NAME,
        ModelServiceGrpc.SERVICE_NAME
      })
  void healthIsServingUntilTheDrainAndTheWatchEndsWithTheServer(String service) throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.onSocket(endpoint, TestServer.NO_RETRIES)) {
      var request = HealthCheckRequest.newBuilder().setService(service).build();
      assertThat(HealthGrpc.newBlockingStub(server.channel()).check(request).getStatus())
          .isEqualTo(ServingStatus.SERVING);
      var watch = new Received<HealthCheckRequest, HealthCheckResponse>();
      watch.on(HealthGrpc.newStub(server.channel())).watch(request, watch);
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);

      long begun = System.nanoTime();
      server.server().drain(Drain.within(LIMIT));

      // An open watch is nothing to wait for.
      assertThat(System.nanoTime() - begun).isLessThan(LIMIT.toNanos());
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
      watch.failed();
    }
  }

  @Test
  void reflectionListsTheServices() throws Exception {
    try (var server = TestServer.offline()) {
      var call = new Received<ServerReflectionRequest, ServerReflectionResponse>();
      var requests =
          call.on(ServerReflectionGrpc.newStub(server.channel())).serverReflectionInfo(call);
      requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
      requests.onCompleted();

      assertThat(call.completed().getFirst().getListServicesResponse().getServiceList())
          .extracting(ServiceResponse::getName)
          .containsExactlyInAnyOrderElementsOf(SERVICES);
    }
  }

  /** What older grpcurl and grpcui ask for. */
  @Test
  void reflectionOfTheFirstVersionListsTheServicesToo() throws Exception {
    try (var server = TestServer.offline()) {
      var call =
          new Received<
              io.grpc.reflection.v1alpha.ServerReflectionRequest,
              io.grpc.reflection.v1alpha.ServerReflectionResponse>();
      var requests =
          call.on(io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(server.channel()))
              .serverReflectionInfo(call);
      requests.onNext(
          io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
              .setListServices("")
              .build());
      requests.onCompleted();

      assertThat(call.completed().getFirst().getListServicesResponse().getServiceList())
          .extracting(io.grpc.reflection.v1alpha.ServiceResponse::getName)
          .containsExactlyInAnyOrderElementsOf(SERVICES);
    }
  }

  @Test
  void aDrainLetsARunComeToItsEndAndRefusesNewOnes() throws Exception {
    var gate = new Gate();
    var provider =
        ScriptedProvider.solving()
            .on(
                AnswerFormat.VERDICT,
                _ -> new Reply.Held(gate, ChatAnswer.text(ScriptedProvider.VERDICT)));
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.onSocket(endpoint, TestServer.NO_RETRIES)) {
      var live = server.solveStream(Problems.meeting().build());
      endpoint.awaitInFlight(5, LIMIT);

      var drain = new Draining(server);
      drain.awaitWaiting();
      assertThat(server.solve(Problems.meeting().build()).failed().code())
          .isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(refusedOnANewConnection(server.port())).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(drain.ended.isDone()).isFalse();
      gate.release();

      assertThat(live.completed().getLast().hasResult()).isTrue();
      drain.ended.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void whileADrainIsDelayedNewCallsAreTakenThoughItIsToldThatNothingIsServed() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(ScriptedProvider.solving());
        var server = TestServer.onSocket(endpoint, TestServer.NO_RETRIES)) {
      var request = HealthCheckRequest.getDefaultInstance();
      var watch = new Received<HealthCheckRequest, HealthCheckResponse>();
      watch.on(HealthGrpc.newStub(server.channel())).watch(request, watch);
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);

      var draining = new Draining(server, new Drain(LIMIT, LIMIT));
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);

      assertThat(server.solve(Problems.meeting().build()).completed()).hasSize(1);
      draining.stop();
    }
  }

  private static Status.Code refusedOnANewConnection(int port) {
    ManagedChannel channel = TestServer.connect(port);
    try {
      var call = new Received<SolveRequest, StepUpdate>();
      call.on(PlanGenServiceGrpc.newStub(channel)).solveStream(Problems.meeting().build(), call);
      return call.failed().code();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aDrainEndsWhatOutlastsItsGraceAndTellsTheCallers() throws Exception {
    try (var logs = new CapturedLogs();
        var endpoint = OpenAiEndpoint.start(_ -> Reply.silence());
        var server = TestServer.onSocket(endpoint, TestServer.NO_RETRIES)) {
      var stream = server.solveStream(Problems.meeting().build());
      var unary = server.solve(Problems.meeting().build());
      endpoint.awaitInFlight(2, LIMIT);

      long begun = System.nanoTime();
      server.server().drain(Drain.within(Duration.ofMillis(300)));
      long nanos = System.nanoTime() - begun;

      assertThat(nanos).isBetween(300_000_000L, 5_000_000_000L);
      assertThat(endpoint.awaitAllClosed(LIMIT)).isTrue();
      for (Received<?, ?> call : List.of(stream, unary)) {
        assertThat(call.failed().code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(call.failed().reason()).isEqualTo("SERVER_DRAINING");
        assertThat(call.failed().info().orElseThrow().getMetadataMap())
            .containsEntry("run_id", call.awaitRunId());
        assertThat(logs.awaitOutcome(call.awaitRunId())).isEqualTo("SERVER_DRAINING");
      }
      StepUpdate last = stream.messages().getLast();
      assertThat(last.getStep()).isEqualTo(Step.STEP_WORKFLOW);
      assertThat(last.getStatus()).isEqualTo(StepStatus.STEP_STATUS_ERROR);
      assertThat(last.getError().getReason()).isEqualTo("SERVER_DRAINING");
    }
  }

  /** A drain on a thread of its own. */
  private static final class Draining {
    final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Thread thread;

    Draining(TestServer server) {
      this(server, Drain.within(LIMIT));
    }

    Draining(TestServer server, Drain drain) {
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      server.server().drain(drain);
                      ended.complete(true);
                    } catch (Throwable thrown) {
                      ended.completeExceptionally(thrown);
                    }
                  });
    }

    /** It would take its whole delay. */
    void stop() {
      thread.interrupt();
    }

    /** Returns once it waits for live runs: from then on new ones are refused. */
    void awaitWaiting() {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.onSpinWait();
      }
    }
  }
}
