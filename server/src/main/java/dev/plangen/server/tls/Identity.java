package dev.plangen.server.tls;

import dev.plangen.server.files.UnusableFileException;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate, with its chain, and its private key.
 *
 * @param chain the certificate itself first
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {

  private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

  static Identity read(IdentityFiles files, ByteBuffer certificate, ByteBuffer key)
      throws UnusableFileException {
    var identity =
        new Identity(Pem.certificates(files.certificate(), certificate), key(files.key(), key));
    if (!identity.belongsTogether()) {
      throw new UnusableFileException(
          files.key(), "does not hold the key of the certificate in " + files.certificate());
    }
    return identity;
  }

  private static PrivateKey key(Path file, ByteBuffer content) throws UnusableFileException {
    try {
      return CertificateUtils.getPrivateKey(Pem.stream(content));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Not its message, nor the exception: they may hold the key.
      throw new UnusableFileException(
          file, "must hold a private key as PEM, PKCS #8 without a password (BEGIN PRIVATE KEY)");
    }
  }

  private boolean belongsTogether() {
    String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(chain.getFirst().getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // A key of another kind than the certificate's.
      return false;
    }
  }
}
