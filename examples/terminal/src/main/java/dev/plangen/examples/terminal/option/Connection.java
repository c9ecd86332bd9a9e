package dev.plangen.examples.terminal.option;

import dev.plangen.client.PlanGenClient;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
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

  @ArgGroup(exclusive = false)
  private @Nullable Identity identity;

  @ArgGroup private @Nullable TokenSource token;

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

  /** Both of them, or none. */
  private static final class Identity {
    @Option(
        names = "--cert",
        paramLabel = "FILE",
        required = true,
        description = "With TLS, showing this certificate, with its chain, as PEM.")
    private Path certificate = Path.of("");

    @Option(
        names = "--key",
        paramLabel = "FILE",
        required = true,
        description = "The private key of --cert: PEM, PKCS #8 without a password.")
    private Path key = Path.of("");
  }

  /** At most one of them. */
  private static final class TokenSource {
    @Option(
        names = "--token-env",
        paramLabel = "NAME",
        description = "Sends the token that is in this environment variable with every call.")
    private @Nullable String variable;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description = "Sends the token that is in this file, read again for every call.")
    private @Nullable Path file;

    /** As it is now. */
    String read() {
      if (file != null) {
        try {
          return Files.readString(file).strip();
        } catch (IOException e) {
          throw new Misuse(
              "No token can be read from " + file + ": --token-file must name a file.");
        }
      }
      String value = System.getenv(variable);
      if (value == null || value.isBlank()) {
        throw new Misuse("--token-env names " + variable + ", which is not set.");
      }
      return value.strip();
    }
  }

  public String target() {
    return target;
  }

  /** Whether problems and plans are sent as they are. Anyone on the way could read them. */
  public boolean isPlaintext() {
    return transport == null
        ? isLocal() && identity == null
        : transport.plaintext && !transport.tls;
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
      if (isPlaintext() && identity == null) {
        client.plaintext();
      } else if (isPlaintext()) {
        throw new Misuse("--cert and --key need TLS: leave out --plaintext.");
      } else {
        client.credentials(tls());
      }
      if (token != null) {
        // Once now, so that a mistake is told as one.
        token.read();
        client.token(token::read);
      }
      return client.build();
    } catch (IllegalStateException e) {
      throw new Misuse("A token is sent over TLS, or to this machine: leave out --plaintext.");
    } catch (IllegalArgumentException e) {
      throw new Misuse(
          timeout != null && timeout.isZero()
              ? "--timeout must be more than 0."
              : "--target must be HOST:PORT, and is " + target + ".");
    }
  }

  private ChannelCredentials tls() {
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    if (transport != null && transport.ca != null) {
      try {
        tls.trustManager(transport.ca.toFile());
      } catch (IOException e) {
        throw new Misuse(
            "No certificates can be read from " + transport.ca + ": --ca must name a PEM file.");
      }
    }
    if (identity != null) {
      try {
        tls.keyManager(identity.certificate.toFile(), identity.key.toFile());
      } catch (IOException e) {
        throw new Misuse("--cert and --key must name PEM files that can be read.");
      }
    }
    return tls.build();
  }
}
