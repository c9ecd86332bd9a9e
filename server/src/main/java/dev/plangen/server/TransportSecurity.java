package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ListenConfig;
import dev.plangen.server.config.ServerTlsConfig;
import dev.plangen.server.files.UnusableFileException;
import dev.plangen.server.tls.IdentityFiles;
import dev.plangen.server.tls.TlsFiles;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How connections are protected.
 *
 * @param credentials of the server
 * @param files to be closed at its end
 */
record TransportSecurity(ServerCredentials credentials, Optional<TlsFiles> files)
    implements AutoCloseable {

  /**
   * As configured.
   *
   * @param asked whether it is configured who may call
   * @throws ConfigException if a file can't be used, or if what is configured would let other
   *     machines in without having been told to
   */
  static TransportSecurity of(ListenConfig config, InetAddress address, boolean asked) {
    if (!address.isLoopbackAddress()) {
      String where = "Other machines can reach " + address.getHostAddress();
      if (config.tls().isEmpty() && !config.plaintext().orElse(false)) {
        throw new ConfigException(
            where
                + ": give server.tls with certificate_file and key_file in the configuration file,"
                + " or server.plaintext: true where a proxy encrypts, or listen on 127.0.0.1.");
      }
      if (!asked) {
        throw new ConfigException(
            where
                + ": give auth in the configuration file, which says who may call (anonymous: true"
                + " is everybody), or listen on 127.0.0.1.");
      }
    }
    return config
        .tls()
        .map(TransportSecurity::tls)
        .orElseGet(
            () -> new TransportSecurity(InsecureServerCredentials.create(), Optional.empty()));
  }

  private static TransportSecurity tls(ServerTlsConfig config) {
    TlsFiles files;
    try {
      files =
          new TlsFiles(
              Optional.of(
                  new IdentityFiles(
                      Path.of(config.certificateFile().orElseThrow()),
                      Path.of(config.keyFile().orElseThrow()))),
              config.clientCaFile().map(Path::of));
    } catch (UnusableFileException e) {
      throw new ConfigException("server.tls: " + e.getMessage() + ".");
    }
    TlsServerCredentials.Builder credentials = TlsServerCredentials.newBuilder();
    files.identity().ifPresent(credentials::keyManager);
    files.trust().ifPresent(credentials::trustManager);
    String clientAuth = config.clientAuth().orElse(ServerTlsConfig.DEFAULT_CLIENT_AUTH);
    credentials.clientAuth(
        switch (clientAuth) {
          case "optional" -> ClientAuth.OPTIONAL;
          case "required" -> ClientAuth.REQUIRE;
          default -> ClientAuth.NONE;
        });
    return new TransportSecurity(credentials.build(), Optional.of(files));
  }

  /** Whether there is TLS. */
  boolean isEncrypted() {
    return files.isPresent();
  }

  @Override
  public void close() {
    files.ifPresent(TlsFiles::close);
  }
}
