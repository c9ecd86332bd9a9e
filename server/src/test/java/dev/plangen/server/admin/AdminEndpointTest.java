package dev.plangen.server.admin;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import dev.plangen.admin.v1.AdminServiceGrpc;
import dev.plangen.admin.v1.ListLoggersRequest;
import dev.plangen.admin.v1.ListRunsRequest;
import dev.plangen.admin.v1.LiveRun;
import dev.plangen.admin.v1.LiveRunState;
import dev.plangen.admin.v1.SetLogLevelRequest;
import dev.plangen.server.AdminServer;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What operators see of a running server, and may change. */
@Timeout(60)
class AdminEndpointTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final TestServer server = TestServer.onSocket(new ScriptedModel(script));
  private final AdminServer admin =
      new AdminServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server.server());
  private ManagedChannel channel = server.channel();

  @BeforeEach
  void start() throws IOException {
    admin.start();
    channel = TestServer.connect(admin.port());
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    admin.close();
    server.close();
  }

  @Test
  void liveRunsAreListedWithWhatTheyHaveUsedAndNothingThatAnybodyWrote() {
    script.on("solution/1", held(gate, text("late")));
    Received<SolveRequest, StepUpdate> call =
        server.solveStream(SolveRequest.newBuilder().setProblem("A giraffe.").build());
    gate.awaitReached(LIMIT);

    LiveRun run = admin().listRuns(ListRunsRequest.getDefaultInstance()).getRuns(0);

    assertThat(run.getRunId()).isEqualTo(call.awaitRunId());
    assertThat(run.getTenant()).isEqualTo("anonymous");
    assertThat(run.getState()).isEqualTo(LiveRunState.LIVE_RUN_STATE_RUNNING);
    assertThat(run.getJob()).isEqualTo("solve");
    assertThat(run.getModel()).isEqualTo(TestServer.MODEL);
    assertThat(run.getAlgorithm()).isEqualTo("best_of_n");
    assertThat(run.getModelCalls()).isPositive();
    assertThat(run.getInputTokens()).isPositive();
    assertThat(Durations.isNegative(run.getAge())).isFalse();
    assertThat(run.toString()).doesNotContain("giraffe");
    assertThat(
            admin().listRuns(ListRunsRequest.newBuilder().setTenant("acme").build()).getRunsList())
        .isEmpty();
    gate.release();
    call.completed();
    server.awaitNoLiveRuns(LIMIT);
    assertThat(admin().listRuns(ListRunsRequest.getDefaultInstance()).getRunsList()).isEmpty();
  }

  @Test
  void aLogLevelIsChangedAndComesBackByItself() {
    var logger = LoggerFactory.getLogger("dev.plangen.server.admin.test");
    assertThat(logger.isTraceEnabled()).isFalse();

    var before =
        admin()
            .setLogLevel(
                level(logger.getName(), "TRACE").setDuration(Durations.fromMillis(300)).build())
            .getBefore();

    assertThat(before.getLevel()).isEqualTo("INFO");
    assertThat(logger.isTraceEnabled()).isTrue();
    Conditions.await(() -> !logger.isTraceEnabled());
  }

  @Test
  void ofTwoChangesThatPassTheFirstLevelComesBack() {
    var logger = LoggerFactory.getLogger("dev.plangen.server.admin.twice");
    var _ =
        admin()
            .setLogLevel(
                level(logger.getName(), "ERROR").setDuration(Durations.fromSeconds(3600)).build());
    var _ =
        admin()
            .setLogLevel(
                level(logger.getName(), "DEBUG").setDuration(Durations.fromMillis(50)).build());

    Conditions.await(() -> !logger.isDebugEnabled());
    assertThat(logger.isInfoEnabled()).isTrue();
  }

  @Test
  void theLoggersAreListed() {
    assertThat(admin().listLoggers(ListLoggersRequest.getDefaultInstance()).getLoggersList())
        .anyMatch(logger -> logger.getLogger().equals("ROOT"))
        .anyMatch(
            logger -> logger.getLogger().equals("io.grpc") && logger.getLevel().equals("WARN"));
  }

  @Test
  void whatWouldLogWhatOthersWroteIsRefused() {
    assertRefused(level("io.grpc", "DEBUG"), "INFO or higher");
    assertRefused(level("ROOT", "TRACE"), "INFO or higher");
    assertRefused(level("plangen", "LOUD"), "TRACE, DEBUG");
    assertRefused(level("", "INFO"), "logger must be given");
    assertRefused(level("plangen", "INFO").setDuration(Durations.fromSeconds(0)), "duration");
    assertRefused(level("plangen", "INFO").setDuration(Durations.fromDays(2)), "duration");
  }

  private void assertRefused(SetLogLevelRequest.Builder request, String remedy) {
    assertThatThrownBy(() -> admin().setLogLevel(request.build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).contains(remedy);
            });
  }

  @Test
  void channelzSeesTheCallsOfTheServerItself() {
    var _ = server.solve(SolveRequest.newBuilder().setProblem("A day.").build()).completed();

    assertThat(
            ChannelzGrpc.newBlockingStub(channel)
                .getServers(GetServersRequest.getDefaultInstance())
                .getServerList())
        .anyMatch(
            seen ->
                seen.getData().getCallsStarted() > 0
                    && seen.getListenSocketList().stream()
                        .anyMatch(socket -> socket.getName().contains(":" + server.port())));
  }

  @Test
  void healthIsThatOfTheServer() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(
                    HealthCheckRequest.newBuilder()
                        .setService(PlanGenServiceGrpc.SERVICE_NAME)
                        .build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void itIsForThisMachineOnly() {
    assertThatThrownBy(() -> new AdminServer(new InetSocketAddress("0.0.0.0", 0), server.server()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                AdminServiceGrpc.newBlockingStub(server.channel())
                    .listRuns(ListRunsRequest.getDefaultInstance()))
        .hasMessageContaining("UNIMPLEMENTED");
  }

  private AdminServiceGrpc.AdminServiceBlockingStub admin() {
    return AdminServiceGrpc.newBlockingStub(channel);
  }

  private static SetLogLevelRequest.Builder level(String logger, String level) {
    return SetLogLevelRequest.newBuilder().setLogger(logger).setLevel(level);
  }
}
