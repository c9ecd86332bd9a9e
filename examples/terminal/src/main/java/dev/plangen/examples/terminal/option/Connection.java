package dev.plangen.examples.terminal.option;

import dev.plangen.client.PlanGenClient;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the server is, and how to speak to it. */
public final class Connection {

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:PLANGEN_TARGET:-127.0.0.1:9090}",
      description = "The server. Default: $PLANGEN_TARGET, else 127.0.0.1:9090.")
  private String target = "";

  @ArgGroup private @Nullable Transport transport;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "The longest that the command may take. Default: 20m.")
  private @Nullable Duration timeout;

  /** At most one of them. */
  private static final class Transport {
    @Option(
        names = "--plaintext",
        description =
            "Without TLS. Default for a server on this machine (localhost, 127.*, [::1]).")
    private boolean plaintext;

    @Option(
        names = "--tls",
        description = "With TLS and Java's trusted certificates. Default for all other servers.")
    private boolean tls;

    @Option(
        names = "--ca",
        paramLabel = "FILE",
        description = "With TLS, trusting the certificates of this PEM file alone.")
    private @Nullable Path ca;
  }

  public String target() {
    return target;
  }

  /** Whether problems and plans are sent as they are. Anyone on the way could read them. */
  public boolean isPlaintext() {
    return transport == null ? isLocal() : transport.plaintext && !transport.tls;
  }

  private boolean isLocal() {
    return target.startsWith("localhost:")
        || target.matches("127(\\.\\d{1,3}){3}:\\d+")
        || target.startsWith("[::1]:");
  }

  /**
   * Connects when it is first called. The caller closes it.
   *
   * @throws Misuse if the options can't be
   */
  public PlanGenClient open() {
    PlanGenClient.Builder client = PlanGenClient.builder().target(target);
    try {
      if (timeout != null) {
        client.deadline(timeout);
      }
      if (isPlaintext()) {
        client.plaintext();
      } else if (transport != null && transport.ca != null) {
        client.credentials(trusting(transport.ca));
      }
      return client.build();
    } catch (IllegalArgumentException e) {
      throw new Misuse(
          timeout != null && timeout.isZero()
              ? "--timeout must be more than 0."
              : "--target must be HOST:PORT, and is " + target + ".");
    }
  }

  private static io.grpc.ChannelCredentials trusting(Path ca) {
    try {
      return TlsChannelCredentials.newBuilder().trustManager(ca.toFile()).build();
    } catch (IOException e) {
      throw new Misuse("No certificates can be read from " + ca + ": --ca must name a PEM file.");
    }
  }
}
