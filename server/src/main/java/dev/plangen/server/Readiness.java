package dev.plangen.server;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.Availability;
import dev.plangen.server.llm.Models;
import dev.plangen.server.run.Offers;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Tells the health service what can be served. The server as a whole, and its runs, until the
 * drain: a server whose models are all down still has runs to be read, and says of new ones which
 * model is to blame, while one that is taken out of balance says nothing. The services that call
 * models, only while some model may answer, for those who choose between servers by service.
 */
final class Readiness implements AutoCloseable {

  /** Models tell nobody when they go or come back; looking costs nothing. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final List<String> CALLING_MODELS =
      List.of(PlanGenServiceGrpc.SERVICE_NAME, ModelServiceGrpc.SERVICE_NAME);

  private final Offers offers;
  private final HealthStatusManager health;
  private final Cancellation closing = Cancellation.create();

  Readiness(Offers offers, HealthStatusManager health) {
    this.offers = offers;
    this.health = health;
  }

  void start() {
    health.setStatus(RunServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    look();
    Thread.ofVirtual().name("readiness").start(this::watch);
  }

  private void watch() {
    try {
      while (closing.pause(BETWEEN_LOOKS)) {
        look();
      }
    } catch (CancellationException closed) {
      // By the drain.
    }
  }

  private void look() {
    ServingStatus status =
        offers.catalog().models().list().stream()
                .map(Models.Listing::availability)
                .allMatch(Availability.NOT_SERVING::equals)
            ? ServingStatus.NOT_SERVING
            : ServingStatus.SERVING;
    CALLING_MODELS.forEach(service -> health.setStatus(service, status));
  }

  /** Nothing is served any more, for good, as whoever watches is told at once. */
  @Override
  public void close() {
    closing.cancel();
    health.enterTerminalState();
  }
}
