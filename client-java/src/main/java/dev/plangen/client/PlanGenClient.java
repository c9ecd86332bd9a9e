package dev.plangen.client;

import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Solves planning problems on a PlanGEN server.
 *
 * <p>Thread-safe; make one for each server and keep it, as it holds the connection.
 */
public final class PlanGenClient implements AutoCloseable {

  private final Channel channel;
  private final Runnable onClose;
  private final Duration deadline;
  private final int prefetch;

  private PlanGenClient(Channel channel, Runnable onClose, Builder settings) {
    this.channel = channel;
    this.onClose = onClose;
    this.deadline = settings.deadline;
    this.prefetch = settings.prefetch;
  }

  /** Begins a client. Give it a target or a channel. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Solves a problem and returns the result when it is there. Interrupting the calling thread
   * cancels the call, which ends the run; the thread stays interrupted.
   *
   * @throws PlanGenException if the run failed, the connection broke, the deadline passed, or the
   *     thread was interrupted (code CANCELLED)
   */
  public SolveResponse solve(SolveRequest request) {
    RunIdHeader header = new RunIdHeader();
    try {
      return PlanGenServiceGrpc.newBlockingStub(channel)
          .withInterceptors(header.reader())
          .withDeadlineAfter(deadline)
          .solve(request);
    } catch (StatusRuntimeException e) {
      throw new PlanGenException(StatusDetails.read(e, header.runId()));
    }
  }

  /**
   * Solves a problem and streams what is happening while it happens. Returns at once; whatever goes
   * wrong, an unreachable server too, is told by the stream.
   *
   * @return the updates; the caller closes it
   */
  public UpdateStream solveStream(SolveRequest request) {
    RunIdHeader header = new RunIdHeader();
    UpdateBuffer buffer = new UpdateBuffer(prefetch, header);
    PlanGenServiceGrpc.newStub(channel)
        .withInterceptors(header.reader())
        .withDeadlineAfter(deadline)
        .solveStream(request, buffer);
    return new UpdateStream(buffer);
  }

  /**
   * Shuts down the connection that this client opened, which cancels its calls. A {@link Channel}
   * that it was given stays open, and so do its calls.
   */
  @Override
  public void close() {
    onClose.run();
  }

  /** Settings of a client. Not thread-safe. */
  public static final class Builder {

    private @Nullable String target;
    private @Nullable Channel channel;
    private Optional<ChannelCredentials> credentials = Optional.empty();
    private Duration deadline = Duration.ofMinutes(15);
    private int prefetch = 16;

    private Builder() {}

    /**
     * Where the server is: {@code host:port} or any gRPC target, such as {@code dns:///host:port}.
     * The connection is opened by the first call, with TLS and the JVM's trusted certificates
     * unless {@link #plaintext} is set.
     */
    public Builder target(String target) {
      this.target = target;
      return this;
    }

    /**
     * The caller's own channel instead of a target: for other certificates, interceptors,
     * keep-alive, or the in-process transport. The caller closes it, after the client.
     */
    public Builder channel(Channel channel) {
      this.channel = channel;
      return this;
    }

    /** Opens the target without TLS. */
    public Builder plaintext() {
      this.credentials = Optional.of(InsecureChannelCredentials.create());
      return this;
    }

    /**
     * How long a call may take. A shorter deadline of the calling {@code io.grpc.Context} wins.
     *
     * @param deadline more than zero; 15 minutes unless set
     */
    public Builder deadline(Duration deadline) {
      if (deadline.compareTo(Duration.ZERO) <= 0) {
        throw new IllegalArgumentException("deadline must be more than zero: " + deadline);
      }
      this.deadline = deadline;
      return this;
    }

    /**
     * How many updates a stream holds for a reader that is slow. What gRPC itself buffers, about 1
     * MiB for each connection, comes on top.
     *
     * @param updates 1 to 1,024; 16 unless set. One update is at most 3 MiB, and rarely above a few
     *     KiB
     */
    public Builder prefetch(int updates) {
      if (updates < 1 || updates > 1024) {
        throw new IllegalArgumentException("prefetch must be 1 to 1024 updates: " + updates);
      }
      this.prefetch = updates;
      return this;
    }

    /**
     * The client. Connects to nothing yet.
     *
     * @throws IllegalStateException unless exactly one of target and channel is set, and plaintext
     *     only with a target
     * @throws IllegalArgumentException if gRPC cannot read the target
     */
    public PlanGenClient build() {
      if (target != null && channel == null) {
        ManagedChannel opened =
            Grpc.newChannelBuilder(target, credentials.orElseGet(TlsChannelCredentials::create))
                .build();
        return new PlanGenClient(opened, opened::shutdownNow, this);
      }
      if (channel != null && target == null && credentials.isEmpty()) {
        return new PlanGenClient(channel, () -> {}, this);
      }
      throw new IllegalStateException(
          "set either a target, with or without plaintext, or a channel");
    }
  }
}
