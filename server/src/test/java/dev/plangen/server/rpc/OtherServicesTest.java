package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.QuickModel;
import dev.plangen.server.testing.RawCall;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.TestServer;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.InputStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Health and reflection, which everybody may ask, and which must not be how a server is ended. */
class OtherServicesTest {

  private final TestServer server = TestServer.onSocket(new QuickModel());

  @AfterEach
  void close() {
    server.close();
  }

  static Stream<MethodDescriptor<?, ?>> withoutEnd() {
    return Stream.of(
        HealthGrpc.getWatchMethod(), ServerReflectionGrpc.getServerReflectionInfoMethod());
  }

  @ParameterizedTest
  @Timeout(60)
  @MethodSource("withoutEnd")
  void callsThatNeverEndAreBoundedAndTakeNoRoomFromOthers(MethodDescriptor<?, ?> method) {
    // Of its own: a connection may have a thousand streams in all.
    ManagedChannel stranger = TestServer.connect(server.port());
    try {
      List<Opened> open =
          Stream.generate(() -> open(stranger, method))
              .limit(OpenCalls.MOST_OF_OTHER_SERVICES)
              .toList();
      assertThat(open).allMatch(call -> call.answered().join());

      Opened oneMore = open(server.channel(), method);
      assertThat(oneMore.answered().join()).isFalse();
      assertThat(oneMore.end().join().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(health("")).isEqualTo(ServingStatus.SERVING);
      assertThat(server.solveStream(Problems.meeting().build()).completed()).hasSize(8);
    } finally {
      stranger.shutdownNow();
    }
  }

  /**
   * A call that has sent an empty message.
   *
   * @param answered whether one has come back; or it has ended without
   */
  private record Opened(CompletableFuture<Boolean> answered, CompletableFuture<Status> end) {}

  private static <Q, P> Opened open(ManagedChannel channel, MethodDescriptor<Q, P> method) {
    ClientCall<Q, P> call = channel.newCall(method, CallOptions.DEFAULT);
    var answered = new CompletableFuture<Boolean>();
    var end = new CompletableFuture<Status>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(P message) {
            answered.complete(true);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            answered.complete(false);
            end.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(method.parseRequest(InputStream.nullInputStream()));
    if (method.getType().clientSendsOneMessage()) {
      call.halfClose();
    }
    return new Opened(answered, end);
  }

  private ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(server.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  static Stream<MethodDescriptor<?, ?>> ofHealth() {
    return Stream.of(HealthGrpc.getCheckMethod(), HealthGrpc.getWatchMethod());
  }

  @ParameterizedTest
  @MethodSource("ofHealth")
  void healthOfAServiceWhoseNameIsTooLongIsRefused(MethodDescriptor<?, ?> method) throws Exception {
    byte[] asked =
        HealthCheckRequest.newBuilder()
            .setService("x".repeat(HealthRequests.MOST_CHARACTERS + 1))
            .build()
            .toByteArray();

    RawCall call = call(method, asked);

    Refused.Details refused = Refused.details(call.status().asRuntimeException(call.trailers()));
    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).containsExactly("service");
  }

  static Stream<MethodDescriptor<?, ?>> all() {
    return Stream.concat(
        ofHealth(),
        Stream.of(
            ServerReflectionGrpc.getServerReflectionInfoMethod(),
            io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void bytesThatAreNoMessageAreAnInvalidRequestAndCostNoLine(MethodDescriptor<?, ?> method)
      throws Exception {
    try (var log = new GrpcLog()) {
      RawCall call = call(method, new byte[] {-1, -1, -1});

      Refused.Details refused = Refused.details(call.status().asRuntimeException(call.trailers()));
      assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.fields()).containsExactly("request");
      assertThat(log.lines).isEmpty();
    }
  }

  private RawCall call(MethodDescriptor<?, ?> method, byte[] request) throws Exception {
    return RawCall.start(server.channel(), method, List.of(request)).get(20, TimeUnit.SECONDS);
  }

  /** What gRPC says at WARNING or above. */
  private static final class GrpcLog extends Handler implements AutoCloseable {
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    GrpcLog() {
      GRPC.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
        lines.add(line.getLoggerName() + ": " + line.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      GRPC.removeHandler(this);
    }
  }
}
