package dev.plangen.server;

import dev.plangen.server.admin.AdminEndpoint;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where operators look into a server: a port of its own, for this machine only. Closed last, so
 * that a drain can be watched. Thread-safe.
 */
public final class AdminServer implements AutoCloseable {

  /** Of channelz, on a page. */
  private static final int PAGE = 100;

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;

  /**
   * One that has not started.
   *
   * @param address of the loopback
   */
  public AdminServer(InetSocketAddress address, PlanGenServer watched) {
    if (!address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(address + " is not of the loopback");
    }
    this.server =
        NettyServerBuilder.forAddress(address)
            .executor(executor)
            .addService(new AdminEndpoint(watched::liveRuns))
            .addService(ChannelzService.newInstance(PAGE))
            .addService(watched.health())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build();
  }

  /**
   * Begins to serve.
   *
   * @throws IOException if it can't listen there
   */
  public void start() throws IOException {
    server.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    executor.shutdown();
  }
}
