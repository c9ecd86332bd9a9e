package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plangen.server.Access;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.auth.Authentication;
import dev.plangen.server.auth.KeyTable;
import dev.plangen.server.auth.PresharedKeys;
import dev.plangen.server.run.Retention;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one tenant can't take from the others, with no quota at all. */
@Timeout(60)
class SharedServerTest {

  private static final KeyTable KEYS =
      KeyTable.parse(
          "busy key-of-busy-0123456789\nsmall key-of-small-0123456789\nnew key-of-new-0123456789");
  private static final Access BY_KEY =
      new Access(
          new Authentication(
              List.of(new PresharedKeys(() -> KEYS)), Optional.empty(), Optional.empty()),
          Access.Health.OPEN,
          Access.Reflection.OPEN);
  private static final SolveRequest PLAIN =
      SolveRequest.newBuilder().setProblem("Plan a day.").build();

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void aBusyTenantsRunsExpireBeforeThoseOfAnother() {
    try (TestServer server = server(new Retention(3, 1 << 20, Duration.ofHours(1)), 100)) {
      String small = solved(server, "small");
      List<String> busy = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        busy.add(solved(server, "busy"));
      }

      assertThat(get(server, "small", small).getRunId()).isEqualTo(small);
      assertThat(refusal(server, "busy", busy.get(2))).isEqualTo("RUN_EXPIRED");
      assertThat(get(server, "busy", busy.get(3)).getRunId()).isEqualTo(busy.get(3));
    }
  }

  @Test
  void aTenantWithLargeRunsLosesThemBeforeAnotherLosesItsSmallOnes() {
    try (TestServer server = server(new Retention(100, 60_000, Duration.ofHours(1)), 100)) {
      String small = solved(server, "small");
      for (int i = 0; i < 12; i++) {
        solved(server, "busy");
      }

      assertThat(server.server().census().kept()).isLessThan(13);
      assertThat(get(server, "small", small).getRunId()).isEqualTo(small);
    }
  }

  @Test
  void noTenantsTakeAllOpenCalls() {
    script.on("constraints", held(gate, text("- It is short.")));
    try (TestServer server = server(ServerSettings.DEFAULT.retention(), 12)) {
      String run = start(server, "busy");
      for (int i = 0; i < 20; i++) {
        watch(server, "busy", run);
      }
      Conditions.await(() -> server.server().openCalls() >= 6);
      String smallRun = start(server, "small");
      for (int i = 0; i < 20; i++) {
        watch(server, "small", smallRun);
      }

      assertThat(start(server, "new")).isNotEmpty();
      assertThat(refusalOfStart(server, "busy")).isEqualTo("SERVER_OVERLOADED");
      gate.release();
    }
  }

  @Test
  void noTenantTakesAllCallsThatMakeRoom() {
    try (TestServer server = server(ServerSettings.DEFAULT.retention(), 100)) {
      String run = solved(server, "small");
      for (int i = 0; i < OpenCalls.MOST_MAKING_ROOM; i++) {
        neverSent(channel(server, "busy"), RunServiceGrpc.getGetRunMethod());
      }
      Conditions.await(
          () -> server.server().openCalls() + refused.get() == OpenCalls.MOST_MAKING_ROOM);

      assertThat(get(server, "small", run).getRunId()).isEqualTo(run);
      assertThat(refusal(server, "busy", run)).isEqualTo("SERVER_OVERLOADED");
    }
  }

  private <Q, P> void neverSent(Channel channel, MethodDescriptor<Q, P> method) {
    channel
        .newCall(method, CallOptions.DEFAULT)
        .start(
            new ClientCall.Listener<>() {
              @Override
              public void onClose(Status status, Metadata trailers) {
                refused.incrementAndGet();
              }
            },
            new Metadata());
  }

  private TestServer server(Retention retention, int openCalls) {
    ServerSettings usual = ServerSettings.DEFAULT;
    return TestServer.inProcess(
        new ScriptedModel(script),
        new ServerSettings(usual.limits(), retention, usual.bounds(), openCalls, usual.quotas()),
        BY_KEY);
  }

  private static Channel channel(TestServer server, String tenant) {
    var credentials = new Metadata();
    credentials.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer key-of-" + tenant + "-0123456789");
    return ClientInterceptors.intercept(
        server.channel(), MetadataUtils.newAttachHeadersInterceptor(credentials));
  }

  /** Returns when the run counts as one that has ended. */
  private static String solved(TestServer server, String tenant) {
    String id = PlanGenServiceGrpc.newBlockingStub(channel(server, tenant)).solve(PLAIN).getRunId();
    server.awaitNoLiveRuns(Duration.ofSeconds(10));
    return id;
  }

  private static String start(TestServer server, String tenant) {
    return RunServiceGrpc.newBlockingStub(channel(server, tenant))
        .startRun(StartRunRequest.newBuilder().setRequest(PLAIN).build())
        .getRunId();
  }

  private static void watch(TestServer server, String tenant, String run) {
    var _ =
        RunServiceGrpc.newBlockingStub(channel(server, tenant))
            .watchRun(WatchRunRequest.newBuilder().setRunId(run).build());
  }

  private static dev.plangen.v1.Run get(TestServer server, String tenant, String run) {
    return RunServiceGrpc.newBlockingStub(channel(server, tenant))
        .getRun(GetRunRequest.newBuilder().setRunId(run).build());
  }

  private static String refusal(TestServer server, String tenant, String run) {
    return Refused.details(catchThrowable(() -> get(server, tenant, run))).reason();
  }

  private static String refusalOfStart(TestServer server, String tenant) {
    return Refused.details(catchThrowable(() -> start(server, tenant))).reason();
  }
}
