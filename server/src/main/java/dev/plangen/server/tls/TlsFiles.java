package dev.plangen.server.tls;

import dev.plangen.server.files.Reread;
import dev.plangen.server.files.UnusableFileException;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * Who one is, and whom one trusts, by PEM files. What changes in them counts for connections that
 * are made later, after a second at most; those that are open stay as they are. Thread-safe.
 *
 * <p>gRPC's own watching of files looks once a minute, misses a certificate that is renewed for the
 * same key, and takes a key that does not fit; so only its managers are used.
 */
public final class TlsFiles implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final List<Reread<?>> files = new ArrayList<>();
  private final Optional<KeyManager> identity;
  private final Optional<TrustManager> trust;
  private final Thread watcher = Thread.ofVirtual().name("tls-files").unstarted(this::watch);

  /**
   * Reads the files, and begins to watch them.
   *
   * @param identity who one is; empty for a client that does not tell
   * @param authorities certificates that vouch for the other side, as PEM
   * @throws UnusableFileException if they can't be used; later that is only logged, and what was
   *     read before stays in use
   */
  public TlsFiles(Optional<IdentityFiles> identity, Optional<Path> authorities)
      throws UnusableFileException {
    this.identity =
        identity.isPresent() ? Optional.of(keyManager(identity.get())) : Optional.empty();
    this.trust =
        authorities.isPresent() ? Optional.of(trustManager(authorities.get())) : Optional.empty();
    watcher.start();
  }

  private KeyManager keyManager(IdentityFiles pair) throws UnusableFileException {
    var manager = new AdvancedTlsX509KeyManager();
    files.add(
        Reread.of(
            List.of(pair.certificate(), pair.key()),
            Duration.ZERO,
            contents -> {
              Identity read = Identity.read(pair, contents.getFirst(), contents.getLast());
              manager.updateIdentityCredentials(
                  read.chain().toArray(X509Certificate[]::new), read.key());
              return read;
            }));
    return manager;
  }

  private TrustManager trustManager(Path authorities) throws UnusableFileException {
    AdvancedTlsX509TrustManager manager;
    try {
      manager = AdvancedTlsX509TrustManager.newBuilder().build();
    } catch (CertificateException e) {
      throw new IllegalStateException("one that trusts nobody yet needs no certificates", e);
    }
    files.add(
        Reread.of(authorities, Duration.ZERO, content -> trusted(manager, authorities, content)));
    return new UnlistedAuthorities(manager);
  }

  private static List<X509Certificate> trusted(
      AdvancedTlsX509TrustManager manager, Path file, ByteBuffer content)
      throws UnusableFileException {
    List<X509Certificate> certificates = Pem.certificates(file, content);
    try {
      manager.updateTrustCredentials(certificates.toArray(X509Certificate[]::new));
    } catch (IOException | GeneralSecurityException e) {
      throw new UnusableFileException(file, "holds certificates that can't be trusted");
    }
    return certificates;
  }

  /** For gRPC's credentials. */
  public Optional<KeyManager> identity() {
    return identity;
  }

  /** For gRPC's credentials. */
  public Optional<TrustManager> trust() {
    return trust;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS);
        files.forEach(Reread::get);
      }
    } catch (InterruptedException closed) {
      // Nobody is waiting for more.
    }
  }

  /** Stops watching. */
  @Override
  public void close() {
    watcher.interrupt();
  }
}
