package dev.plangen.server.tls;

import dev.plangen.server.files.UnusableFileException;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads certificates. */
final class Pem {

  private Pem() {}

  /** One or more. */
  static List<X509Certificate> certificates(Path file, ByteBuffer content)
      throws UnusableFileException {
    try {
      X509Certificate[] certificates = CertificateUtils.getX509Certificates(stream(content));
      if (certificates.length > 0) {
        return List.of(certificates);
      }
    } catch (CertificateException | RuntimeException e) {
      // Told below, like an empty file: the remedy is the same.
    }
    throw new UnusableFileException(
        file, "must hold certificates as PEM (BEGIN CERTIFICATE), whole ones only");
  }

  static InputStream stream(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return new ByteArrayInputStream(bytes);
  }
}
