package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.Certificates;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.ScriptedReply;
import dev.plangen.server.tls.IdentityFiles;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.StartRunRequest;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS and mutual TLS, on the wire. */
class TransportSecurityTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Where certificates are made, which takes a while. */
  @TempDir private static Path made = Path.of("unset");

  private static IdentityFiles first = new IdentityFiles(made, made);
  private static IdentityFiles second = first;
  private static IdentityFiles authority = first;
  private static IdentityFiles spiffe = first;
  private static IdentityFiles twoUris = first;
  private static IdentityFiles named = first;
  private static IdentityFiles over = first;
  private static IdentityFiles stranger = first;

  /** What the server under test reads. */
  @TempDir private Path directory = Path.of("unset");

  private @Nullable SecuredServer started;

  private SecuredServer server() {
    return Objects.requireNonNull(started);
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = Certificates.create(made, "first");
    second = Certificates.create(made, "second");
    stranger = Certificates.create(made, "stranger", "CN=acme", "san=uri:spiffe://test/acme");
    authority = Certificates.create(made, "authority", "CN=authority", "bc=ca:true");
    spiffe = client("spiffe", "CN=ignored", "-1H", "san=uri:spiffe://test/acme,dns:acme.test");
    twoUris = client("two", "CN=ignored", "-1H", "san=uri:spiffe://test/a,uri:spiffe://test/b");
    named = client("named", "CN=acme", "-1H");
    over = client("over", "CN=acme", "-3d", "san=uri:spiffe://test/acme");
  }

  private static IdentityFiles client(
      String name, String subject, String start, String... extensions) throws Exception {
    return Certificates.issue(made, "authority", name, subject, start, extensions);
  }

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  private void install(IdentityFiles pair) throws IOException {
    replace(pair.certificate(), "tls.crt");
    replace(pair.key(), "tls.key");
  }

  private void replace(Path with, String name) throws IOException {
    Path beside = Files.copy(with, directory.resolve(name + ".new"));
    Files.move(beside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void start(LanguageModel model, String tls, String auth) throws IOException {
    started =
        new SecuredServer(
            model,
            directory,
            "server: {tls: {certificate_file: %s, key_file: %s%s}}\n%s"
                .formatted(directory.resolve("tls.crt"), directory.resolve("tls.key"), tls, auth));
  }

  private void start() throws IOException {
    install(first);
    start(offline(), "", "");
  }

  private static LanguageModel offline() {
    return new OfflineModel(OfflineSettings.exact());
  }

  private void startMutual(String clientAuth, String auth) throws IOException {
    install(first);
    start(
        offline(),
        ", client_ca_file: %s, client_auth: %s".formatted(authority.certificate(), clientAuth),
        auth);
  }

  private static ChannelCredentials as(IdentityFiles client) throws IOException {
    return TlsChannelCredentials.newBuilder()
        .trustManager(first.certificate().toFile())
        .keyManager(client.certificate().toFile(), client.key().toFile())
        .build();
  }

  private static void call(Channel channel) {
    var _ =
        PlanGenServiceGrpc.newBlockingStub(channel)
            .listModels(ListModelsRequest.getDefaultInstance());
  }

  private static boolean isServed(Channel channel) {
    return catchThrowable(() -> call(channel)) == null;
  }

  /** Over a connection of its own. */
  private boolean isServed(ChannelCredentials credentials) {
    ManagedChannel channel = server().connect(credentials);
    try {
      return isServed(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private boolean isTrusted(IdentityFiles pair) throws IOException {
    return isServed(SecuredServer.trusting(pair.certificate()));
  }

  @Test
  void callsOverTlsAreServedToThoseWhoTrustTheCertificateAndPlaintextIsNot() throws Exception {
    start();

    assertThat(isTrusted(first)).isTrue();
    assertThat(isTrusted(second)).isFalse();
    assertThat(isServed(server().plaintext())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"h2, true", "http/1.1, false"})
  void onlyHttp2IsSpoken(String protocol, boolean spoken) throws Exception {
    start();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustingAll()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server().port())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(10_000);

      boolean negotiated =
          catchThrowable(socket::startHandshake) == null
              && "h2".equals(socket.getApplicationProtocol());

      assertThat(negotiated).isEqualTo(spoken);
    }
  }

  private static final class TrustingAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void aReplacedCertificateIsShownToNewConnectionsWhileOldOnesGoOn() throws Exception {
    var gate = new Gate();
    install(first);
    start(new ScriptedModel(_ -> ScriptedReply.held(gate, ScriptedReply.text("done"))), "", "");
    ManagedChannel old = server().connect(SecuredServer.trusting(first.certificate()));
    var call = new Received<GenerateRequest, GenerateChunk>();
    call.on(ModelServiceGrpc.newStub(old))
        .generateStream(GenerateRequest.newBuilder().setPrompt("p").build(), call);
    gate.awaitReached(LIMIT);

    install(second);

    ChannelCredentials trusting = SecuredServer.trusting(second.certificate());
    Conditions.await(() -> isServed(trusting));
    assertThat(isTrusted(first)).isFalse();
    gate.release();
    assertThat(call.completed()).isNotEmpty();
    assertThat(isServed(old)).isTrue();
  }

  /** As Kubernetes replaces a mounted secret: files are links into a directory, itself a link. */
  @Test
  void aDirectoryThatIsSwappedByItsSymbolicLinkIsNoticed() throws Exception {
    for (IdentityFiles pair : List.of(first, second)) {
      Path data = Files.createDirectory(directory.resolve(pair.equals(first) ? "..1" : "..2"));
      Files.copy(pair.certificate(), data.resolve("tls.crt"));
      Files.copy(pair.key(), data.resolve("tls.key"));
      // An older one, as after going back to a secret of last week.
      Files.setLastModifiedTime(
          data.resolve("tls.crt"), java.nio.file.attribute.FileTime.fromMillis(1000));
      Files.setLastModifiedTime(
          data.resolve("tls.key"), java.nio.file.attribute.FileTime.fromMillis(1000));
    }
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(directory.resolve("tls.crt"), Path.of("..data", "tls.crt"));
    Files.createSymbolicLink(directory.resolve("tls.key"), Path.of("..data", "tls.key"));
    start(offline(), "", "");
    assertThat(isTrusted(first)).isTrue();

    Files.createSymbolicLink(directory.resolve("..tmp"), Path.of("..2"));
    Files.move(
        directory.resolve("..tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

    ChannelCredentials trusting = SecuredServer.trusting(second.certificate());
    Conditions.await(() -> isServed(trusting));
  }

  @Test
  void aHalfWrittenOrWrongPairKeepsTheOldOneAndIsToldOnce() throws Exception {
    start();
    byte[] whole = Files.readAllBytes(second.certificate());
    try (var logs = new CapturedLogs()) {
      Files.write(directory.resolve("tls.crt"), java.util.Arrays.copyOf(whole, whole.length / 2));
      Conditions.await(() -> logs.text().contains("tls.crt must hold certificates"));
      assertThat(isTrusted(first)).isTrue();

      Files.write(directory.resolve("tls.crt"), whole);
      Conditions.await(() -> logs.text().contains("tls.key does not hold the key of"));
      assertThat(isTrusted(first)).isTrue();

      Files.writeString(directory.resolve("tls.key"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0");
      Conditions.await(() -> logs.text().contains("tls.key must hold a private key"));
      Files.delete(directory.resolve("tls.key"));
      Conditions.await(() -> logs.text().contains("tls.key can't be read"));
      assertThat(isTrusted(first)).isTrue();

      replace(second.key(), "tls.key");
      ChannelCredentials trusting = SecuredServer.trusting(second.certificate());
      Conditions.await(() -> isServed(trusting));
      assertThat(logs.text().lines().filter(line -> line.contains("stays in use"))).hasSize(4);
      assertThat(logs.text()).doesNotContain("c2VjcmV0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tls.crt, junk, tls.crt must hold certificates",
    "tls.key, junk, tls.key must hold a private key",
    "tls.key, '', tls.key must hold a private key",
    "ca.crt, junk, ca.crt must hold certificates"
  })
  void filesThatCannotBeUsedAreRefusedAtTheStart(String file, String content, String told)
      throws Exception {
    install(first);
    Path authorities = Files.copy(authority.certificate(), directory.resolve("ca.crt"));
    Files.writeString(directory.resolve(file), content);

    assertThatThrownBy(
            () -> start(offline(), ", client_auth: required, client_ca_file: " + authorities, ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("server.tls", told);
  }

  @Test
  void aRequiredClientCertificateMustBeOfTheAuthorityAndValid() throws Exception {
    startMutual("required", "");

    assertThat(isServed(as(spiffe))).isTrue();
    assertThat(isTrusted(first)).isFalse();
    assertThat(isServed(as(stranger))).isFalse();
    assertThat(isServed(as(over))).isFalse();
  }

  @Test
  void anOptionalClientCertificateMayBeLeftOutButMustBeGood() throws Exception {
    startMutual("optional", "auth: {anonymous: true, client_certificates: {}}");

    assertThat(isServed(as(spiffe))).isTrue();
    assertThat(isTrusted(first)).isTrue();
    assertThat(isServed(as(stranger))).isFalse();
    assertThat(isServed(as(over))).isFalse();
  }

  @Test
  void aReplacedAuthorityCountsForNewConnections() throws Exception {
    install(first);
    Path authorities = Files.copy(authority.certificate(), directory.resolve("ca.crt"));
    start(offline(), ", client_auth: required, client_ca_file: " + authorities, "");
    ManagedChannel old = server().connect(as(spiffe));
    assertThat(isServed(old)).isTrue();
    assertThat(isServed(as(stranger))).isFalse();

    replace(stranger.certificate(), "ca.crt");

    ChannelCredentials other = as(stranger);
    Conditions.await(() -> isServed(other));
    assertThat(isServed(as(spiffe))).isFalse();
    assertThat(isServed(old)).isTrue();
  }

  private static int runs(Channel channel) {
    return RunServiceGrpc.newBlockingStub(channel)
        .listRuns(ListRunsRequest.getDefaultInstance())
        .getRunsCount();
  }

  @Test
  void aClientsCertificateNamesItsTenant() throws Exception {
    startMutual("optional", "auth: {client_certificates: {tenant: uri}}");
    ManagedChannel acme = server().connect(as(spiffe));
    var _ =
        RunServiceGrpc.newBlockingStub(acme)
            .startRun(StartRunRequest.newBuilder().setRequest(Problems.meeting()).build());

    assertThat(runs(server().connect(as(spiffe)))).isEqualTo(1);
    for (IdentityFiles nameless : List.of(named, twoUris)) {
      Refused.Details refused =
          Refused.details(catchThrowable(() -> call(server().connect(as(nameless)))));
      assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(refused.message()).contains("one URI");
    }
    Refused.Details none =
        Refused.details(
            catchThrowable(
                () -> call(server().connect(SecuredServer.trusting(first.certificate())))));
    assertThat(none.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(none.message()).contains("client certificate");
  }

  @ParameterizedTest
  @CsvSource({"dns, spiffe, named", "common_name, named, none"})
  void whichNameItIsCanBeSaid(String name, String good, String bad) throws Exception {
    startMutual("required", "auth: {client_certificates: {tenant: %s}}".formatted(name));

    assertThat(isServed(as(byName(good)))).isTrue();
    assertThat(isServed(as(byName(bad)))).isEqualTo(bad.equals("none"));
  }

  private static IdentityFiles byName(String name) {
    return name.equals("spiffe") ? spiffe : named;
  }

  @Test
  void aTokenOfTheCallComesBeforeTheCertificateOfTheConnection() throws Exception {
    Path keys = Files.writeString(directory.resolve("keys"), "globex key-of-globex-0123456789");
    startMutual("required", "auth: {keys_file: %s, client_certificates: {}}".formatted(keys));
    ManagedChannel channel = server().connect(as(spiffe));
    var _ =
        RunServiceGrpc.newBlockingStub(channel)
            .startRun(StartRunRequest.newBuilder().setRequest(Problems.meeting()).build());

    assertThat(runs(channel)).isEqualTo(1);
    assertThat(runs(SecuredServer.with(channel, "Bearer key-of-globex-0123456789"))).isZero();
    Refused.Details wrong =
        Refused.details(
            catchThrowable(() -> call(SecuredServer.with(channel, "Bearer another-key"))));
    assertThat(wrong.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }
}
