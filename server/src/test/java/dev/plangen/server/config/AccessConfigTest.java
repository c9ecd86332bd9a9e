package dev.plangen.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections that say how connections are protected and who may call. */
class AccessConfigTest {

  @TempDir private Path directory = Path.of("unset");

  private Path file(String sections) throws IOException {
    return Files.writeString(
        directory.resolve("plangen.yaml"), sections + "\nmodels: [{id: a, provider: offline}]\n");
  }

  @Test
  void everyKeyIsRead() throws IOException {
    ServerConfig config =
        ConfigReader.read(
            file(
                """
                server:
                  tls:
                    certificate_file: tls.crt
                    key_file: tls.key
                    client_ca_file: ca.crt
                    client_auth: required
                auth:
                  anonymous: true
                  keys_file: keys
                  jwt:
                    issuer: https://issuer.test/
                    audience: plangen
                    jwks_url: https://issuer.test/keys
                    clock_skew_seconds: 0
                    tenant_claim: org
                  client_certificates: { tenant: dns }
                  health: authenticated
                  reflection: "off"
                """));

    assertThat(config.server().tls())
        .contains(
            new ServerTlsConfig(
                Optional.of("tls.crt"),
                Optional.of("tls.key"),
                Optional.of("ca.crt"),
                Optional.of("required")));
    assertThat(config.auth())
        .contains(
            new AuthConfig(
                Optional.of(true),
                Optional.of("keys"),
                Optional.of(
                    new AuthConfig.JwtConfig(
                        Optional.of("https://issuer.test/"),
                        Optional.of("plangen"),
                        Optional.empty(),
                        Optional.of("https://issuer.test/keys"),
                        Optional.of(0),
                        Optional.of("org"))),
                Optional.of(new AuthConfig.ClientCertificatesConfig(Optional.of("dns"))),
                Optional.of("authenticated"),
                Optional.of("off")));
  }

  @Test
  void withoutTheSectionsNobodyIsAskedAndNothingEncrypted() throws IOException {
    ServerConfig config = ConfigReader.read(file(""));

    assertThat(config.auth()).isEmpty();
    assertThat(config.server().tls()).isEmpty();
    assertThat(config.server().plaintext()).isEmpty();
  }

  @Test
  void offNeedsNoQuotes() throws IOException {
    AuthConfig auth =
        ConfigReader.read(file("auth: {anonymous: true, reflection: off}")).auth().orElseThrow();

    assertThat(auth.reflection()).contains("off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "server: {tls: {key_file: k}} | server.tls.certificate_file | must be given",
        "server: {tls: {certificate_file: c}} | server.tls.key_file | must be given",
        "server: {tls: {certificate_file: c, key_file: k, client_auth: maybe}}"
            + " | server.tls.client_auth | none, optional, required",
        "server: {tls: {certificate_file: c, key_file: k, client_auth: optional}}"
            + " | server.tls.client_ca_file | must be given",
        "server: {tls: {certificate_file: c, key_file: k, client_ca_file: a}}"
            + " | server.tls.client_auth | optional or required",
        "server: {plaintext: true, tls: {certificate_file: c, key_file: k}}"
            + " | server.plaintext | one of them",
        "auth: {} | auth | keys_file, jwt and client_certificates",
        "auth: {anonymous: false} | auth | anonymous: true",
        "auth: {token: x} | auth.token | known here are",
        "auth: {jwt: {audience: a, jwks_file: f}} | auth.jwt.issuer | must be given",
        "auth: {jwt: {issuer: i, jwks_file: f}} | auth.jwt.audience | must be given",
        "auth: {jwt: {issuer: i, audience: a}} | auth.jwt.jwks_url | jwks_file",
        "auth: {jwt: {issuer: i, audience: a, jwks_file: f, jwks_url: 'https://h/k'}}"
            + " | auth.jwt.jwks_url | not both",
        "auth: {jwt: {issuer: i, audience: a, jwks_url: 'http://h/k'}}"
            + " | auth.jwt.jwks_url | https://",
        "auth: {jwt: {issuer: i, audience: a, jwks_url: 'http://localhost.evil.test/k'}}"
            + " | auth.jwt.jwks_url | https://",
        "auth: {jwt: {issuer: i, audience: a, jwks_url: 'http://localhost:x@evil.test/k'}}"
            + " | auth.jwt.jwks_url | https://",
        "auth: {jwt: {issuer: i, audience: a, jwks_url: 'http://localhost:1@evil.test/k'}}"
            + " | auth.jwt.jwks_url | without a user",
        "auth: {jwt: {issuer: i, audience: a, jwks_url: 'https://my_host/k'}}"
            + " | auth.jwt.jwks_url | must be a URL",
        "auth: {jwt: {issuer: i, audience: a, jwks_file: f, clock_skew_seconds: 301}}"
            + " | auth.jwt.clock_skew_seconds | must be 0 to 300",
        "auth: {jwt: {issuer: i, audience: a, jwks_file: f, tenant_claim: ' '}}"
            + " | auth.jwt.tenant_claim | sub",
        "auth: {client_certificates: {}} | auth.client_certificates | server.tls",
        "auth: {anonymous: true, health: off} | auth.health | open, authenticated",
        "auth: {anonymous: true, reflection: closed} | auth.reflection | off",
      })
  void whatCannotBeIsRefusedWithTheKeyAndTheRemedy(String sections, String key, String remedy)
      throws IOException {
    Path file = file(sections);

    assertThat(
            catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(file)).getMessage())
        .contains(file.toString(), key, remedy);
  }
}
