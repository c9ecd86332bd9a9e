package dev.plangen.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.testing.Certificates;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates whose subjects are written in unusual ways. */
class CertificateNameTest {

  @TempDir private Path directory = Path.of("unset");

  private X509Certificate certificate(String subject) throws Exception {
    Path file = Certificates.create(directory, "c", subject).certificate();
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void theCommonNameMayStandBesideOthersInOnePart() throws Exception {
    X509Certificate certificate = certificate("OU=u+CN=acme,O=x");

    assertThat(CertificateName.COMMON_NAME.caller(certificate).tenant()).isEqualTo("acme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CN=a,CN=b,O=x", "CN=a+CN=b,O=x", "CN=a+OU=u,CN=b", "O=x"})
  void severalCommonNamesOrNoneAreNoTenant(String subject) throws Exception {
    X509Certificate certificate = certificate(subject);

    assertThat(
            catchThrowableOfType(
                    FailureException.class, () -> CertificateName.COMMON_NAME.caller(certificate))
                .failure())
        .isInstanceOf(Failure.PermissionDenied.class);
  }
}
