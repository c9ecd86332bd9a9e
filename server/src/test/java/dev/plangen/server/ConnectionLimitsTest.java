package dev.plangen.server;

import static dev.plangen.server.testing.Http2Frame.CANCEL;
import static dev.plangen.server.testing.Http2Frame.ENHANCE_YOUR_CALM;
import static dev.plangen.server.testing.Http2Frame.GOAWAY;
import static dev.plangen.server.testing.Http2Frame.REFUSED_STREAM;
import static dev.plangen.server.testing.Http2Frame.RST_STREAM;
import static dev.plangen.server.testing.Http2Frame.SETTINGS;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.Http2Frame;
import dev.plangen.server.testing.Http2Wire;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What peers are refused, as they see it, and that a run beside it on another connection is not.
 */
@Timeout(60)
class ConnectionLimitsTest {

  private static final String SOLVE =
      "/" + PlanGenServiceGrpc.getSolveStreamMethod().getFullMethodName();
  private static final int MAX_CONCURRENT_STREAMS = 3;

  private final Gate gate = new Gate();
  private final KeyedScript script =
      new KeyedScript().on("constraints", held(gate, text("- It is short.")));
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void aConnectionMoreThanAllowedIsClosedAtOnce() throws Exception {
    TestServer server = server(limits().connections(2).build());
    Received<SolveRequest, StepUpdate> other = beside(server);
    Http2Wire second = open(server);
    assertThat(second.await(SETTINGS)).isPresent();

    keep(Http2Wire.connect(server.port())).awaitClosed();
    assertThat(Status.fromThrowable(catchThrowable(() -> listModels(connect(server)))).getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);

    second.close();
    Conditions.await(() -> isServed(server));
    assertUndisturbed(other);
  }

  private boolean isServed(TestServer server) {
    try (Http2Wire wire = Http2Wire.open(server.port())) {
      return wire.await(SETTINGS).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aConnectionHasNoMoreStreamsThanIsAnnounced() throws Exception {
    TestServer server = server(limits().streams(2).build());
    Received<SolveRequest, StepUpdate> other = beside(server);
    Http2Wire wire = open(server);

    assertThat(setting(wire.await(SETTINGS).orElseThrow(), MAX_CONCURRENT_STREAMS)).contains(2);
    // Who has acknowledged that has no excuse.
    wire.send(new Http2Frame(SETTINGS, Http2Frame.ACK, 0, new byte[0]));
    for (int stream = 1; stream <= 5; stream += 2) {
      wire.send(Http2Frame.call(stream, SOLVE));
    }

    Http2Frame refused = wire.await(RST_STREAM).orElseThrow();
    assertThat(refused.stream()).isEqualTo(5);
    assertThat(refused.errorCode()).isEqualTo(REFUSED_STREAM);
    assertUndisturbed(other);
  }

  private static Optional<Integer> setting(Http2Frame settings, int wanted) {
    ByteBuffer payload = ByteBuffer.wrap(settings.payload());
    while (payload.hasRemaining()) {
      int id = payload.getShort();
      int value = payload.getInt();
      if (id == wanted) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  @Test
  void metadataBeyondTheLimitIsRefusedAndLessIsNot() throws Exception {
    TestServer server = server(limits().metadataBytes(5000).build());
    Received<SolveRequest, StepUpdate> other = beside(server);
    ManagedChannel channel = connect(server);

    assertThat(catchThrowable(() -> listModels(channel, 4000))).isNull();
    Status refused = Status.fromThrowable(catchThrowable(() -> listModels(channel, 5000)));
    // The client knows the limit from the settings, or is told by the status 431.
    assertThat(refused.getCode()).isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.INTERNAL);
    assertThat(catchThrowable(() -> listModels(channel, 4000))).isNull();
    assertUndisturbed(other);
  }

  @Test
  void aFloodOfResetsEndsItsConnection() throws Exception {
    TestServer server = server(limits().resetsPerSecond(5).build());
    Received<SolveRequest, StepUpdate> other = beside(server);
    Http2Wire wire = open(server);
    try {
      for (int stream = 1; stream < 1000; stream += 2) {
        wire.send(Http2Frame.call(stream, SOLVE));
        wire.send(Http2Frame.reset(stream, CANCEL));
      }
    } catch (IOException e) {
      // Closed meanwhile.
    }

    assertEndedFor(wire, ENHANCE_YOUR_CALM);
    assertUndisturbed(other);
  }

  @Test
  void asManyResetsAsAreAllowedEndNothing() throws Exception {
    TestServer server = server(limits().resetsPerSecond(5).build());
    Http2Wire wire = open(server);
    for (int i = 0; i < 50; i++) {
      wire.send(Http2Frame.call(2 * i + 1, SOLVE));
      wire.send(Http2Frame.reset(2 * i + 1, CANCEL));
    }
    wire.send(Http2Frame.ping());

    assertThat(wire.await(frame -> frame.type() == Http2Frame.PING && frame.flags() != 0))
        .isPresent();
  }

  @Test
  void whoAsksForSignsOfLifeAllTheTimeIsToldToCalmDown() throws Exception {
    TestServer server = server(ConnectionLimits.DEFAULT);
    Received<SolveRequest, StepUpdate> other = beside(server);
    Http2Wire wire = open(server);
    try {
      for (int i = 0; i < 100; i++) {
        wire.send(Http2Frame.ping());
      }
    } catch (IOException e) {
      // Closed meanwhile.
    }

    assertThat(assertEndedFor(wire, ENHANCE_YOUR_CALM).debugData()).isEqualTo("too_many_pings");
    assertUndisturbed(other);
  }

  private static Http2Frame assertEndedFor(Http2Wire wire, int code) {
    Http2Frame goAway = wire.await(GOAWAY).orElseThrow();
    assertThat(goAway.errorCode()).isEqualTo(code);
    wire.awaitClosed();
    return goAway;
  }

  @Test
  void anOldConnectionIsAskedToGoAndItsRunsComeToTheirEnd() throws Exception {
    TestServer server = server(limits().age(Duration.ofMillis(300)).build());
    Http2Wire wire = open(server);
    wire.send(Http2Frame.call(1, SOLVE));
    Received<SolveRequest, StepUpdate> run = beside(server);

    Http2Frame asked = wire.await(GOAWAY).orElseThrow();
    assertThat(asked.errorCode()).isZero();
    assertThat(asked.debugData()).isEqualTo("max_age");
    // The run's connection has been asked too by now, or is soon; a new call takes a new one.
    listModels(server.channel());
    assertUndisturbed(run);
  }

  @Test
  void aConnectionThatOutlivesItsGraceIsClosed() throws Exception {
    TestServer server =
        server(limits().age(Duration.ofMillis(100)).ageGrace(Duration.ofMillis(100)).build());
    Http2Wire wire = open(server);
    wire.send(Http2Frame.call(1, SOLVE));

    wire.awaitClosed();
  }

  @Test
  void anIdleConnectionIsAskedToGo() throws Exception {
    TestServer server = server(limits().idle(Duration.ofMillis(100)).build());
    Received<SolveRequest, StepUpdate> other = beside(server);
    Http2Wire wire = open(server);

    assertThat(wire.await(GOAWAY).orElseThrow().debugData()).isEqualTo("max_idle");
    assertUndisturbed(other);
  }

  @Test
  void whoNeverComesToTheEndOfTheHandshakeIsClosed() throws Exception {
    TestServer server = server(limits().handshake(Duration.ofMillis(200)).build());
    Received<SolveRequest, StepUpdate> other = beside(server);
    Http2Wire silent = keep(Http2Wire.connect(server.port()));
    Http2Wire halfway = keep(Http2Wire.connect(server.port()));
    halfway.send("PRI * HT".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    silent.awaitClosed();
    halfway.awaitClosed();
    assertUndisturbed(other);
  }

  private TestServer server(ConnectionLimits limits) {
    return keep(TestServer.onSocket(new ScriptedModel(script), limits));
  }

  private Http2Wire open(TestServer server) throws IOException {
    return keep(Http2Wire.open(server.port()));
  }

  private ManagedChannel connect(TestServer server) {
    ManagedChannel channel = TestServer.connect(server.port());
    opened.add(channel::shutdownNow);
    return channel;
  }

  private <C extends AutoCloseable> C keep(C closeable) {
    opened.add(closeable);
    return closeable;
  }

  /** A run on the server's own channel, which is held. */
  private Received<SolveRequest, StepUpdate> beside(TestServer server) {
    Received<SolveRequest, StepUpdate> run =
        server.solveStream(SolveRequest.newBuilder().setProblem("Plan a day.").build());
    gate.awaitReached(Duration.ofSeconds(10));
    return run;
  }

  private void assertUndisturbed(Received<SolveRequest, StepUpdate> run) {
    assertThat(run.hasEnded()).isFalse();
    gate.release();
    assertThat(run.completed()).hasSize(8);
  }

  private static void listModels(ManagedChannel channel) {
    listModels(channel, 0);
  }

  private static void listModels(ManagedChannel channel, int bytes) {
    var more = new Metadata();
    more.put(Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(bytes));
    var _ =
        PlanGenServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(more))
            .listModels(ListModelsRequest.getDefaultInstance());
  }

  private static Limits limits() {
    return new Limits(ConnectionLimits.DEFAULT);
  }

  /** Default limits but for single ones. */
  private record Limits(ConnectionLimits build) {

    Limits connections(int most) {
      return with(most, build.streams(), build.metadataBytes(), build.resetsPerSecond());
    }

    Limits streams(int most) {
      return with(build.connections(), most, build.metadataBytes(), build.resetsPerSecond());
    }

    Limits metadataBytes(int most) {
      return with(build.connections(), build.streams(), most, build.resetsPerSecond());
    }

    Limits resetsPerSecond(int most) {
      return with(build.connections(), build.streams(), build.metadataBytes(), most);
    }

    Limits age(Duration limit) {
      return with(Optional.of(limit), build.ageGrace(), build.idle(), build.handshake());
    }

    Limits ageGrace(Duration limit) {
      return with(build.age(), limit, build.idle(), build.handshake());
    }

    Limits idle(Duration limit) {
      return with(build.age(), build.ageGrace(), Optional.of(limit), build.handshake());
    }

    Limits handshake(Duration limit) {
      return with(build.age(), build.ageGrace(), build.idle(), limit);
    }

    private Limits with(int connections, int streams, int metadataBytes, int resetsPerSecond) {
      return new Limits(
          new ConnectionLimits(
              connections,
              streams,
              metadataBytes,
              resetsPerSecond,
              build.age(),
              build.ageGrace(),
              build.idle(),
              build.handshake()));
    }

    private Limits with(
        Optional<Duration> age, Duration ageGrace, Optional<Duration> idle, Duration handshake) {
      return new Limits(
          new ConnectionLimits(
              build.connections(),
              build.streams(),
              build.metadataBytes(),
              build.resetsPerSecond(),
              age,
              ageGrace,
              idle,
              handshake));
    }
  }
}
