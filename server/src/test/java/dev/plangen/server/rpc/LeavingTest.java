package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.KeepAlive;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.OpenAiEndpoint.Behaviour;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Relay;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that goes away before headers, in mid-stream, and in a retry back-off: the endpoint sees
 * every socket of that run closed at once.
 */
class LeavingTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Far above the milliseconds that it takes, far below what any timeout would take. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private static final RetryPolicy PATIENT =
      new RetryPolicy(5, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(60));

  /** How a client goes, short of its deadline. */
  enum Exit {
    CANCELS {
      @Override
      void leave(Client client) {
        client.call.cancel();
      }
    },
    CLOSES_ITS_CHANNEL {
      @Override
      void leave(Client client) {
        client.channel.shutdownNow();
      }
    },
    DIES {
      @Override
      void leave(Client client) {
        client.relay.reset();
      }
    };

    abstract void leave(Client client);
  }

  /** A client behind a relay, so that its connection can be cut as a dying machine cuts it. */
  static final class Client implements AutoCloseable {
    final Relay relay;
    final ManagedChannel channel;
    final Received<SolveRequest, StepUpdate> call = new Received<>();

    Client(TestServer server) {
      relay = Relay.to(server.port());
      channel = TestServer.connect(relay.port());
      PlanGenServiceGrpc.newBlockingStub(channel)
          .listModels(ListModelsRequest.getDefaultInstance());
    }

    void solve() {
      call.on(PlanGenServiceGrpc.newStub(channel)).solveStream(Problems.meeting().build(), call);
    }

    /** On a connection that is there: to connect takes its part of a deadline. */
    void solveWithin(Duration deadline) {
      call.on(PlanGenServiceGrpc.newStub(channel))
          .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
          .solveStream(Problems.meeting().build(), call);
    }

    @Override
    public void close() {
      channel.shutdownNow();
      relay.close();
    }
  }

  @Test
  void aUnaryCallIsToldItsRunAsSoonAsThereIsOne() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(_ -> Reply.silence());
        var server = TestServer.onSocket(endpoint, PATIENT)) {
      Received<SolveRequest, SolveResponse> solve = server.solve(Problems.meeting().build());

      assertThat(solve.awaitRunId()).isNotEmpty();
      ChatCall asked = endpoint.awaitCall(1, LIMIT);
      assertThat(solve.hasEnded()).isFalse();
      solve.cancel();
      asked.awaitClosedByClient(LIMIT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void goingBeforeTheModelsHeadersClosesTheSocket(Exit exit) throws Exception {
    try (var logs = new CapturedLogs();
        var endpoint = OpenAiEndpoint.start(_ -> Reply.silence());
        var server = TestServer.onSocket(endpoint, PATIENT);
        var client = new Client(server)) {
      client.solve();
      String runId = client.call.awaitRunId();
      endpoint.awaitCall(1, LIMIT);

      long left = System.nanoTime();
      exit.leave(client);

      assertClosed(exit + " before headers", endpoint.calls(), left);
      assertThat(logs.awaitOutcome(runId)).isEqualTo("CANCELLED");
      assertThat(endpoint.calls()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void goingWhileCandidatesAreWrittenClosesEverySocket(Exit exit) throws Exception {
    try (var logs = new CapturedLogs();
        var endpoint = OpenAiEndpoint.start(writingForEver());
        var server = TestServer.onSocket(endpoint, PATIENT);
        var client = new Client(server)) {
      client.solve();
      String runId = client.call.awaitRunId();
      endpoint.awaitInFlight(5, LIMIT);

      long left = System.nanoTime();
      exit.leave(client);

      assertClosed(exit + " in mid-stream, 5 sockets", candidates(endpoint), left);
      assertThat(logs.awaitOutcome(runId)).isEqualTo("CANCELLED");
      assertThat(endpoint.calls()).hasSize(6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void goingInABackOffEndsTheRunAndNothingIsAskedAgain(Exit exit) throws Exception {
    Reply later = new Reply.Status(429, Map.of("Retry-After", "30"), "{}");
    try (var logs = new CapturedLogs();
        var endpoint =
            OpenAiEndpoint.start(ScriptedProvider.solving().on(AnswerFormat.PLAN, _ -> later));
        var server = TestServer.onSocket(endpoint, PATIENT);
        var client = new Client(server)) {
      client.solve();
      String runId = client.call.awaitRunId();
      endpoint.awaitCall(6, LIMIT);
      assertThat(endpoint.awaitAllClosed(LIMIT)).isTrue();

      long left = System.nanoTime();
      exit.leave(client);

      assertThat(logs.awaitOutcome(runId)).isEqualTo("CANCELLED");
      long nanos = System.nanoTime() - left;
      report(exit + " in a back-off, run ended", nanos);
      assertThat(nanos).isLessThan(AT_ONCE.toNanos());
      assertThat(endpoint.calls()).hasSize(6);
      assertThat(endpoint.inFlight()).isZero();
    }
  }

  /** Nothing closes its connection: only a question that is not answered tells of it. */
  @Test
  void aClientThatVanishesWithoutAWordIsNoticed() throws Exception {
    // The patience is for a busy machine: nobody else is to be taken for vanished.
    var keepAlive = new KeepAlive(Duration.ofMillis(100), Duration.ofSeconds(3));
    try (var logs = new CapturedLogs();
        var endpoint = OpenAiEndpoint.start(writingForEver());
        var server = TestServer.onSocket(endpoint, PATIENT, keepAlive);
        var client = new Client(server)) {
      client.solve();
      String runId = client.call.awaitRunId();
      endpoint.awaitInFlight(5, LIMIT);

      client.relay.swallow();

      assertThat(endpoint.awaitAllClosed(LIMIT)).isTrue();
      assertThat(logs.awaitOutcome(runId)).isEqualTo("CANCELLED");
    }
  }

  @Test
  void aDeadlineBeforeTheModelsHeadersClosesTheSocket() throws Exception {
    passDeadline("deadline before headers", _ -> Reply.silence(), 1, 0);
  }

  @Test
  void aDeadlineWhileCandidatesAreWrittenClosesEverySocket() throws Exception {
    passDeadline("deadline in mid-stream, 5 sockets", writingForEver(), 5, 1);
  }

  /**
   * Lets a deadline pass while {@code inFlight} calls are open, before which {@code ended} others
   * have ended. How long it takes to come so far, only the machine knows: a deadline that passed
   * too early was too short, and a longer one is tried.
   */
  private static void passDeadline(String how, Behaviour script, int inFlight, int ended)
      throws Exception {
    boolean inTime = false;
    for (Duration time = Duration.ofMillis(500); !inTime; time = time.multipliedBy(2)) {
      assertThat(time).isLessThan(LIMIT);
      try (var logs = new CapturedLogs();
          var endpoint = OpenAiEndpoint.start(script);
          var server = TestServer.onSocket(endpoint, PATIENT);
          var client = new Client(server)) {
        long deadline = System.nanoTime() + time.toNanos();
        client.solveWithin(time);
        Conditions.await(() -> endpoint.inFlight() == inFlight || client.call.hasEnded());
        List<ChatCall> calls = endpoint.calls();
        inTime = calls.size() == ended + inFlight;
        if (inTime) {
          assertClosed(how, calls.subList(ended, calls.size()), deadline);
          assertDeadlineExceeded(client, logs);
        }
      }
    }
  }

  private static void assertDeadlineExceeded(Client client, CapturedLogs logs)
      throws InterruptedException {
    assertThat(client.call.failed().code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(logs.awaitOutcome(client.call.awaitRunId())).isEqualTo("DEADLINE_EXCEEDED");
  }

  /** Nobody would see the end of such a wait. */
  @Test
  void aBackOffThatWouldOutlastTheDeadlineIsNotBegun() throws Exception {
    Reply later = new Reply.Status(429, Map.of("Retry-After", "30"), "{}");
    try (var endpoint = OpenAiEndpoint.start(_ -> later);
        var server = TestServer.onSocket(endpoint, PATIENT);
        var client = new Client(server)) {
      client.solveWithin(Duration.ofSeconds(25));

      assertThat(client.call.failed().reason()).isEqualTo("MODEL_RATE_LIMITED");
      assertThat(endpoint.calls()).hasSize(1);
    }
  }

  private static ScriptedProvider writingForEver() {
    var never = new Gate();
    return ScriptedProvider.solving()
        .on(AnswerFormat.PLAN, _ -> ChatAnswer.of("Half a plan", 4).hold(never).reply());
  }

  private static List<ChatCall> candidates(OpenAiEndpoint endpoint) {
    return endpoint.calls().subList(1, 6);
  }

  private static void assertClosed(String how, List<ChatCall> calls, long left) {
    long last =
        calls.stream()
            .mapToLong(call -> call.awaitClosedByClient(AT_ONCE.plusSeconds(1)))
            .max()
            .orElseThrow();
    report(how, last - left);
    assertThat(last - left).isLessThan(AT_ONCE.toNanos());
  }

  private static void report(String how, long nanos) {
    System.out.println("leaving: %s after %.1f ms".formatted(how, nanos / 1e6));
  }
}
