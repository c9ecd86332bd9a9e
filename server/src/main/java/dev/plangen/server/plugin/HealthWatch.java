package dev.plangen.server.plugin;

import dev.plangen.server.concurrent.Cancellation;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a channel connected, and knows whether what is behind it serves: by {@code
 * grpc.health.v1.Health/Watch}, or, where the remote has no such service, by there being a
 * connection. Its thread waits until the remote or the channel tells of a change; only while the
 * remote is down it looks by itself, every few seconds. Thread-safe.
 */
final class HealthWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.plugin");

  /** What a server as a whole is called in its health service. */
  private static final String WHOLE_SERVER = "";

  /** So that a remote that ends each watch at once is not asked without pause. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final String id;
  private final String service;
  private final ManagedChannel channel;
  private final ChannelChange change;
  private final Cancellation closing = Cancellation.create();
  private final CountDownLatch looked = new CountDownLatch(1);
  private volatile boolean serving;

  /**
   * One that has begun to look.
   *
   * @param id for the log
   * @param service by which the remote's health service may know what is called
   */
  HealthWatch(String id, String service, ManagedChannel channel) {
    this.id = id;
    this.service = service;
    this.channel = channel;
    this.change = new ChannelChange(channel, closing);
    Thread.ofVirtual().name("health of " + id).start(this::watch);
  }

  boolean isServing() {
    return serving;
  }

  /** Returns once it has looked, or after {@code limit}. */
  void awaitFirstLook(Duration limit) throws InterruptedException {
    var _ = looked.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    closing.cancel();
  }

  private void watch() {
    try {
      while (true) {
        long begun = System.nanoTime();
        // Before the look, so that nothing that happens meanwhile is missed.
        change.expect();
        boolean told = look(service);
        Duration rest = BETWEEN_LOOKS.minusNanos(System.nanoTime() - begun);
        var _ = rest.isNegative() || closing.pause(rest);
        // A remote without a health service serves as long as its connection stays as it is.
        while (!change.await() && !told) {}
      }
    } catch (CancellationException closed) {
      looked.countDown();
    }
  }

  /**
   * Returns when the remote has nothing more to tell.
   *
   * @param name of what is asked about
   * @return whether the remote has told, as opposed to having no health service
   */
  private boolean look(String name) {
    boolean answered = false;
    try (RemoteCall<HealthCheckResponse> call =
        RemoteCall.startEndless(
            channel,
            HealthGrpc.getWatchMethod(),
            HealthCheckRequest.newBuilder().setService(name).build(),
            closing)) {
      for (Optional<HealthCheckResponse> answer = call.next();
          answer.isPresent();
          answer = call.next()) {
        ServingStatus status = answer.get().getStatus();
        if (status == ServingStatus.SERVICE_UNKNOWN && !name.equals(WHOLE_SERVER)) {
          return look(WHOLE_SERVER);
        }
        answered = true;
        tell(status != ServingStatus.NOT_SERVING, "by its own word");
      }
      return true;
    } catch (RemoteFailedException e) {
      RemoteStatus status = e.status();
      if (status.code() == Status.Code.UNIMPLEMENTED) {
        tell(true, "connected");
        return false;
      }
      // One that has answered may have closed the connection because of its age, say: the next
      // look, over a new one, tells.
      if (!answered) {
        tell(false, status.code() + status.cause().map(cause -> " " + cause).orElse(""));
      }
      return true;
    }
  }

  private void tell(boolean now, String why) {
    boolean changed = now != serving || looked.getCount() > 0;
    serving = now;
    looked.countDown();
    if (changed && now) {
      LOG.atInfo().addKeyValue("id", id).addKeyValue("why", why).log("plug-in is serving");
    } else if (changed) {
      LOG.atWarn().addKeyValue("id", id).addKeyValue("why", why).log("plug-in is not serving");
    }
  }
}
