package dev.plangen.server.plugin;

import dev.plangen.server.files.UnusableFileException;
import dev.plangen.server.tls.TlsFiles;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.VerifierServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The connection to one service, opened at once and kept open: when it breaks, it is opened again
 * as soon as the service is back. Thread-safe.
 */
public final class Connection implements AutoCloseable {

  /**
   * Finds out that a machine has vanished, which TCP takes a quarter of an hour for. gRPC servers
   * hang up on clients that ask more often than every five minutes, unless told otherwise; some
   * load balancers forget connections that have been silent for 350 s.
   */
  private static final long KEEPALIVE_SECONDS = 305;

  private static final long KEEPALIVE_TIMEOUT_SECONDS = 20;

  private final ManagedChannel channel;
  private final HealthWatch health;
  private final Optional<TlsFiles> files;

  private Connection(
      String id, String service, ManagedChannelBuilder<?> builder, Optional<TlsFiles> files) {
    this.files = files;
    this.channel = builder.executor(Thread::startVirtualThread).build();
    this.health = new HealthWatch(id, service, channel);
  }

  /**
   * Opens a connection to a {@code ModelService}, without waiting for it.
   *
   * @param id of the model, for the log
   * @param watched adds to the channel what is to watch it
   * @throws IllegalArgumentException if the files of the destination can't be used
   */
  public static Connection toModel(
      String id, Destination destination, Consumer<ManagedChannelBuilder<?>> watched) {
    return open(id, ModelServiceGrpc.SERVICE_NAME, destination, watched);
  }

  /**
   * Opens a connection to a {@code VerifierService}, without waiting for it.
   *
   * @param id of the verifier, for the log
   * @param watched adds to the channel what is to watch it
   * @throws IllegalArgumentException if the files of the destination can't be used
   */
  public static Connection toVerifier(
      String id, Destination destination, Consumer<ManagedChannelBuilder<?>> watched) {
    return open(id, VerifierServiceGrpc.SERVICE_NAME, destination, watched);
  }

  private static Connection open(
      String id,
      String service,
      Destination destination,
      Consumer<ManagedChannelBuilder<?>> watched) {
    Optional<TlsFiles> files = files(destination.security());
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(
            destination.target(),
            destination.security() instanceof Destination.Plaintext
                ? InsecureChannelCredentials.create()
                : credentials(files));
    builder
        .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .defaultLoadBalancingPolicy("round_robin")
        // Retries are ours, who know what may be repeated; DNS must not add others.
        .disableServiceConfigLookUp();
    destination.token().map(BearerToken::new).ifPresent(builder::intercept);
    watched.accept(builder);
    return new Connection(id, service, builder, files);
  }

  /**
   * Opens nothing.
   *
   * @throws IllegalArgumentException if the files of the destination can't be used
   */
  public static void check(Destination destination) {
    files(destination.security()).ifPresent(TlsFiles::close);
  }

  /** Over a transport of the caller's choice. */
  static Connection over(String id, String service, ManagedChannelBuilder<?> builder) {
    return new Connection(id, service, builder, Optional.empty());
  }

  private static Optional<TlsFiles> files(Destination.Security security) {
    if (!(security instanceof Destination.Tls(var authorities, var identity))
        || (authorities.isEmpty() && identity.isEmpty())) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TlsFiles(identity, authorities));
    } catch (UnusableFileException e) {
      throw new IllegalArgumentException("tls: " + e.getMessage());
    }
  }

  private static ChannelCredentials credentials(Optional<TlsFiles> files) {
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    files.flatMap(TlsFiles::identity).ifPresent(credentials::keyManager);
    files.flatMap(TlsFiles::trust).ifPresent(credentials::trustManager);
    return credentials.build();
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Whether the service answered when it was last looked at. */
  boolean isServing() {
    return health.isServing();
  }

  /** Returns when the service has answered, or has been found not to; or after {@code limit}. */
  public void awaitFirstLook(Duration limit) throws InterruptedException {
    health.awaitFirstLook(limit);
  }

  /** Ends whatever runs over it. Does not wait: the last run of an offer closes it at its end. */
  @Override
  public void close() {
    files.ifPresent(TlsFiles::close);
    health.close();
    channel.shutdownNow();
  }
}
