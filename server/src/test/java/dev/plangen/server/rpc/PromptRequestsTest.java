package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PromptRequestsTest {

  private static final Duration LIMIT = Duration.ofMillis(50);

  private final String name = InProcessServerBuilder.generateName();
  private final HealthStatusManager health = new HealthStatusManager();
  private final Server server =
      InProcessServerBuilder.forName(name)
          .addService(health.getHealthService())
          .intercept(new PromptRequests(LIMIT))
          .build();
  private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void aCallWhoseRequestDoesNotComeIsEnded() throws Exception {
    var _ = watch();

    assertEnded();
  }

  @Test
  void aCallWhoseRequestDoesNotEndIsEnded() throws Exception {
    watch().sendMessage(HealthCheckRequest.getDefaultInstance());

    assertEnded();
  }

  @Test
  void aCallThatHasSentItsRequestLastsAsLongAsItLikes() throws Exception {
    ClientCall<HealthCheckRequest, HealthCheckResponse> prompt = watch();
    prompt.sendMessage(HealthCheckRequest.getDefaultInstance());
    prompt.halfClose();
    assertThat(next()).isInstanceOf(HealthCheckResponse.class);
    // The alarm of a later call rings after that of the first would have.
    var _ = watch();
    assertEnded();

    health.setStatus("", HealthCheckResponse.ServingStatus.NOT_SERVING);

    assertThat(next()).isInstanceOf(HealthCheckResponse.class);
  }

  private void assertEnded() throws InterruptedException {
    assertThat(next())
        .isInstanceOfSatisfying(
            Status.class,
            status -> {
              assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(status.getDescription()).contains("within 50 ms");
            });
  }

  private Object next() throws InterruptedException {
    return seen.poll(20, TimeUnit.SECONDS);
  }

  private ClientCall<HealthCheckRequest, HealthCheckResponse> watch() {
    ClientCall<HealthCheckRequest, HealthCheckResponse> call =
        channel.newCall(HealthGrpc.getWatchMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(HealthCheckResponse message) {
            seen.add(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            seen.add(status);
          }
        },
        new Metadata());
    call.request(10);
    return call;
  }
}
