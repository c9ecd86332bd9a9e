package dev.plangen.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.plugin.Destination.Plaintext;
import dev.plangen.server.plugin.Destination.Security;
import dev.plangen.server.plugin.Destination.Tls;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.Certificates;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.tls.IdentityFiles;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.VerifierServiceGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Reaching a remote: whether it serves, and who may. */
class ConnectionTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private static Path directory = Path.of("unset");

  private static IdentityFiles remotesOwn = new IdentityFiles(directory, directory);
  private static IdentityFiles ours = remotesOwn;

  @BeforeAll
  static void makeCertificates() throws Exception {
    remotesOwn = Certificates.create(directory, "remote");
    ours = Certificates.create(directory, "ours");
  }

  @Test
  void aRemoteWithoutAHealthServiceServesAsSoonAsItIsConnected() throws Exception {
    try (var remote = Remote.onSocket();
        var connection = connect(remote, new Plaintext())) {
      connection.awaitFirstLook(LIMIT);
      assertThat(connection.isServing()).isTrue();
    }
  }

  @Test
  void oneThatIsDownDoesNotServeUntilItAnswersAndNotWhenItHasGoneAgain() throws Exception {
    Remote gone = Remote.onSocket();
    gone.close();
    try (var connection = connect(gone, new Plaintext())) {
      connection.awaitFirstLook(LIMIT);
      assertThat(connection.isServing()).isFalse();
      for (int i = 0; i < 2; i++) {
        try (var _ = Remote.onSocket(gone.port(), InsecureServerCredentials.create())) {
          Conditions.await(connection::isServing);
        }
        Conditions.await(() -> !connection.isServing());
      }
    }
  }

  @Test
  void aRemoteWithAHealthServiceSaysWhetherItServes() {
    var health = new HealthStatusManager();
    try (var remote = Remote.onSocket(health.getHealthService());
        var connection = connect(remote, new Plaintext())) {
      health.setStatus(ModelServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
      Conditions.await(connection::isServing);

      health.setStatus(ModelServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
      Conditions.await(() -> !connection.isServing());

      health.setStatus(ModelServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
      Conditions.await(connection::isServing);
    }
  }

  /** Many say only how the server is as a whole. */
  @Test
  void aHealthServiceThatDoesNotKnowTheServiceIsAskedAboutTheServer() throws Exception {
    var health = new HealthStatusManager();
    health.setStatus(VerifierServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
    try (var remote = Remote.onSocket(health.getHealthService());
        var connection = connect(remote, new Plaintext())) {
      connection.awaitFirstLook(LIMIT);
      assertThat(connection.isServing()).isFalse();

      health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
      Conditions.await(connection::isServing);
    }
  }

  @Test
  void closingEndsTheWatch() {
    try (var remote = Remote.onSocket(new HealthStatusManager().getHealthService())) {
      try (var connection = connect(remote, new Plaintext())) {
        Conditions.await(connection::isServing);
      }

      // The first was about the service, the second about the server.
      remote.seen.awaitHealth(2).awaitCancelled(LIMIT);
    }
  }

  @Test
  void aRemoteThatComesOrGoesIsLogged() throws Exception {
    Remote remote = Remote.onSocket();
    try (var logs = new CapturedLogs();
        var connection = connect(remote, new Plaintext())) {
      connection.awaitFirstLook(LIMIT);
      remote.close();
      Conditions.await(() -> !connection.isServing());

      Conditions.await(() -> logs.text().contains("plug-in is not serving"));
      assertThat(logs.text()).contains("plug-in is serving", "id=\"" + Remote.ID + "\"");
    }
  }

  @Test
  void aTokenGoesWithEveryCall() {
    try (var remote = Remote.onSocket(new HealthStatusManager().getHealthService());
        var connection =
            Connection.toModel(
                Remote.ID,
                new Destination(
                    "127.0.0.1:" + remote.port(), new Plaintext(), Optional.of(() -> "secret")),
                _ -> {})) {
      Conditions.await(connection::isServing);

      assertThat(remote.seen.awaitHealth(1).header("authorization")).isEqualTo("Bearer secret");
    }
  }

  @Test
  void aDestinationDoesNotPrintItsToken() {
    var destination = new Destination("acme:9000", new Plaintext(), Optional.of(() -> "secret"));

    assertThat(destination.toString()).contains("acme:9000").doesNotContain("secret");
  }

  /** gRPC would log the words of a remote that hangs up on it because it were asked too often. */
  @Test
  void theWordsWithWhichARemoteHangsUpAreNotLogged() throws Exception {
    SLF4JBridgeHandler.install();
    try (var logs = new CapturedLogs();
        var remote = GoingAway.saying("sk-leaked");
        var connection =
            Connection.toModel(
                Remote.ID,
                new Destination("127.0.0.1:" + remote.port(), new Plaintext(), Optional.empty()),
                _ -> {})) {
      connection.awaitFirstLook(LIMIT);
      Conditions.await(() -> logs.text().contains("plug-in is not serving"));

      assertThat(logs.text()).doesNotContain("sk-leaked");
    } finally {
      SLF4JBridgeHandler.uninstall();
    }
  }

  @Test
  void aCertificateThatIsTrustedIsTaken() throws Exception {
    try (var remote = overTls(ClientAuth.NONE);
        var connection =
            connect(remote, new Tls(Optional.of(remotesOwn.certificate()), Optional.empty()))) {
      connection.awaitFirstLook(LIMIT);
      assertThat(connection.isServing()).isTrue();
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNot() throws Exception {
    for (Optional<Path> trusted :
        List.of(Optional.<Path>empty(), Optional.of(ours.certificate()))) {
      try (var logs = new CapturedLogs();
          var remote = overTls(ClientAuth.NONE);
          var connection = connect(remote, new Tls(trusted, Optional.empty()))) {
        connection.awaitFirstLook(LIMIT);
        assertThat(connection.isServing()).isFalse();
        Conditions.await(
            () -> logs.text().contains("why=\"UNAVAILABLE SunCertPathBuilderException\""));
      }
    }
  }

  @Test
  void aRemoteMayAskWhoWeAre() throws Exception {
    Optional<Path> trusted = Optional.of(remotesOwn.certificate());
    try (var remote = overTls(ClientAuth.REQUIRE);
        var known = connect(remote, new Tls(trusted, Optional.of(ours)));
        var unknown = connect(remote, new Tls(trusted, Optional.empty()))) {
      known.awaitFirstLook(LIMIT);
      unknown.awaitFirstLook(LIMIT);
      assertThat(known.isServing()).isTrue();
      assertThat(unknown.isServing()).isFalse();
    }
  }

  @Test
  void plaintextReachesNoRemoteThatWantsTls() throws Exception {
    try (var remote = overTls(ClientAuth.NONE);
        var connection = connect(remote, new Plaintext())) {
      connection.awaitFirstLook(LIMIT);
      assertThat(connection.isServing()).isFalse();
    }
  }

  @Test
  void filesThatAreNoCertificateAreRefusedWithoutWhatTheyHold() throws IOException {
    Path junk = Files.writeString(directory.resolve("junk.pem"), "sk-secret");
    for (Tls tls :
        List.of(
            new Tls(Optional.of(junk), Optional.empty()),
            new Tls(Optional.of(directory.resolve("none.pem")), Optional.empty()),
            new Tls(Optional.empty(), Optional.of(new IdentityFiles(ours.certificate(), junk))),
            new Tls(Optional.empty(), Optional.of(new IdentityFiles(junk, ours.key()))))) {
      assertThatThrownBy(
              () ->
                  Connection.toModel(
                      Remote.ID, new Destination("127.0.0.1:1", tls, Optional.empty()), _ -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(".pem")
          .hasMessageNotContaining("sk-secret")
          .hasNoCause();
    }
  }

  private static Remote overTls(ClientAuth clients) throws IOException {
    ServerCredentials credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(remotesOwn.certificate().toFile(), remotesOwn.key().toFile())
            .trustManager(ours.certificate().toFile())
            .clientAuth(clients)
            .build();
    return Remote.onSocket(0, credentials);
  }

  private static Connection connect(Remote remote, Security security) {
    return Connection.toModel(
        Remote.ID,
        new Destination("localhost:" + remote.port(), security, Optional.empty()),
        _ -> {});
  }
}
