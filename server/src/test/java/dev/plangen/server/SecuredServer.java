package dev.plangen.server;

import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.PlanGenServiceGrpc;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server on a socket of the loopback, with the security that a configuration file asks for, and
 * connections to it. Closing it closes them all.
 */
final class SecuredServer implements AutoCloseable {

  private static final String OFFLINE = "\nmodels: [{id: offline/planner, provider: offline}]\n";

  private final TransportSecurity security;
  private final PlanGenServer server;
  private final List<ManagedChannel> channels = new ArrayList<>();

  /**
   * Starts one.
   *
   * @param sections of the configuration file: {@code server} and {@code auth}
   */
  SecuredServer(LanguageModel model, Path directory, String sections) throws IOException {
    Path file = Files.writeString(directory.resolve("plangen.yaml"), sections + OFFLINE);
    ServerConfig config = ConfigReader.read(file);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    security = TransportSecurity.of(config.server());
    var served =
        new Models.Served(
            TestServer.MODEL, "openai", TestServer.shared(model, TestServer.NO_RETRIES));
    server =
        new PlanGenServer(
            KeepAlive.DEFAULT.listeningOn(address, security.credentials()),
            TestServer.offers(new Models(List.of(served), Optional.empty(), TestServer.MODEL)),
            ServerSettings.DEFAULT,
            AccessWiring.of(config.auth()));
    server.start();
  }

  PlanGenServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  /** A connection of its own, without TLS. */
  ManagedChannel plaintext() {
    return connect(InsecureChannelCredentials.create());
  }

  /** A connection of its own, to the name that the certificates of tests are for. */
  ManagedChannel connect(ChannelCredentials credentials) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("localhost:" + server.port(), credentials).build();
    channels.add(channel);
    return channel;
  }

  /** Credentials of a client that trusts these authorities, and shows no certificate. */
  static ChannelCredentials trusting(Path authorities) throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(authorities.toFile()).build();
  }

  /** Calls that carry this value of the header {@code authorization}. */
  static Channel with(Channel channel, String authorization) {
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers(authorization)));
  }

  static Metadata headers(String... authorization) {
    var headers = new Metadata();
    for (String value : authorization) {
      headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), value);
    }
    return headers;
  }

  /** A stub of a tenant that has this token. */
  static PlanGenServiceGrpc.PlanGenServiceBlockingStub planGen(Channel channel) {
    return PlanGenServiceGrpc.newBlockingStub(channel).withWaitForReady();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    try {
      server.drain(Drain.within(Duration.ofMillis(200)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    security.close();
  }
}
