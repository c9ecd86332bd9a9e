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
   * @throws ConfigException if a file can't be used
   */
  static TransportSecurity of(ListenConfig config) {
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
