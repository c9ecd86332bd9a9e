package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from a file, as callers over a socket meet them. */
class PresharedKeysTest {

  private static final String OLD = "old-key-of-acme-12345678";
  private static final String NEW = "new-key-of-acme-12345678";

  @TempDir private Path directory = Path.of("unset");

  private @Nullable SecuredServer started;

  private SecuredServer server() {
    return Objects.requireNonNull(started);
  }

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  private Path keys(String text) throws IOException {
    return Files.writeString(directory.resolve("keys"), text);
  }

  private void start(String auth) throws IOException {
    started = new SecuredServer(new OfflineModel(OfflineSettings.exact()), directory, auth);
  }

  private void startWith(String keys) throws IOException {
    start("auth: {keys_file: " + keys(keys) + "}");
  }

  private Channel with(String... authorization) {
    return ClientInterceptors.intercept(
        server().plaintext(),
        MetadataUtils.newAttachHeadersInterceptor(SecuredServer.headers(authorization)));
  }

  private static boolean isServed(Channel channel) {
    return PlanGenServiceGrpc.newBlockingStub(channel)
            .listModels(ListModelsRequest.getDefaultInstance())
            .getModelsCount()
        > 0;
  }

  private static Details refused(Channel channel) {
    return Refused.details(catchThrowable(() -> isServed(channel)));
  }

  private static boolean isRefused(Channel channel) {
    return catchThrowable(() -> isServed(channel)) != null;
  }

  private static String hashed(String key) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  @Test
  void eachKeyOfATenantIsGoodWhetherItIsHashedOrNot() throws Exception {
    startWith("# of the planners\nacme " + OLD + "\n\nacme\t" + hashed(NEW) + "\n");

    assertThat(isServed(with("Bearer " + OLD))).isTrue();
    assertThat(isServed(with("bearer  " + NEW))).isTrue();
    assertThat(refused(with("Bearer " + hashed(NEW))).code())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong-key-of-acme-12345678",
        "Bearer",
        "Bearer ",
        "Basic YWNtZTpzZWNyZXQ=",
        "old-key-of-acme-12345678",
        "Bearer old-key-of-acme-12345678 x",
        ""
      })
  void whateverIsNotAKeyIsRefusedWithTheRemedyAndIsNotRepeated(String authorization)
      throws Exception {
    startWith("acme " + OLD);

    Details refused = refused(with(authorization));

    assertThat(refused.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refused.reason()).isEqualTo("UNAUTHENTICATED");
    assertThat(refused.everything()).doesNotContain("12345678", "YWNt");
  }

  @Test
  void twoCredentialsAreNone() throws Exception {
    startWith("acme " + OLD);

    assertThat(refused(with("Bearer " + OLD, "Bearer " + OLD)).message()).contains("once");
  }

  @Test
  void aRefusalIsTrailersOnlyAndComesBeforeARunOrAnOpenCall() throws Exception {
    startWith("acme " + OLD);
    var call = new Received<SolveRequest, SolveResponse>();

    call.on(PlanGenServiceGrpc.newStub(server().plaintext()))
        .solve(Problems.meeting().build(), call);

    assertThat(call.failed().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(call.failed().message()).contains("authorization", "Bearer");
    assertThat(call.failed().info().orElseThrow().getDomain()).isEqualTo("plangen.dev");
    assertThat(call.runIdHeader()).isEmpty();
    assertThat(server().server().openCalls()).isZero();
    assertThat(server().server().census().live()).isZero();
  }

  @Test
  void aChangedFileIsUsedWithoutARestart() throws Exception {
    startWith("acme " + OLD);
    Channel old = with("Bearer " + OLD);
    Channel replaced = with("Bearer " + NEW);
    assertThat(isRefused(replaced)).isTrue();

    keys("acme " + OLD + "\nacme " + NEW);
    Conditions.await(() -> !isRefused(replaced));
    assertThat(isServed(old)).isTrue();

    keys("acme " + NEW);
    Conditions.await(() -> isRefused(old));
    assertThat(isServed(replaced)).isTrue();
  }

  @Test
  void aFileThatSaysThatThereAreNoKeysTakesTheLastOne() throws Exception {
    startWith("acme " + OLD);
    Channel old = with("Bearer " + OLD);
    assertThat(isServed(old)).isTrue();

    keys("# nobody");

    Conditions.await(() -> isRefused(old));
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "acme short, line 1",
    "'acme sha256:12', line 1",
    "'# a comment\nacme', line 2",
    "'anonymous new-key-of-acme-12345678', line 1",
    "'acme new-key-of-acme-12345678\nglobex new-key-of-acme-12345678', line 2",
  })
  void aFileThatCannotBeUsedIsRefusedAtTheStartAndLaterLeavesTheKeysAsTheyAre(
      String text, String told) throws Exception {
    Path bad = keys(text);
    assertThatThrownBy(() -> start("auth: {keys_file: " + bad + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("auth.keys_file", bad.toString(), told)
        .hasMessageNotContaining("12345678");

    startWith("acme " + OLD);
    Channel old = with("Bearer " + OLD);
    try (var logs = new CapturedLogs()) {
      keys(text);
      Conditions.await(
          () -> isServed(old) && logs.text().contains("what was read before stays in use"));

      assertThat(logs.text()).contains(bad.toString(), told).doesNotContain("12345678");
    }
    assertThat(isServed(old)).isTrue();
  }

  @Test
  void refusalsAreLoggedWithoutWhatCame() throws Exception {
    startWith("acme " + OLD);
    try (var logs = new CapturedLogs()) {
      assertThat(isRefused(with("Bearer " + NEW))).isTrue();
      assertThat(isServed(with("Bearer " + OLD))).isTrue();

      assertThat(logs.text())
          .contains("call refused", "plangen.v1.PlanGenService/ListModels")
          .doesNotContain(OLD)
          .doesNotContain(NEW);
    }
  }

  @Test
  void anonymousCallersAreLetInOnlyIfThatIsSaidAndNeverWithAWrongKey() throws Exception {
    start("auth: {anonymous: true, keys_file: " + keys("acme " + OLD) + "}");

    assertThat(isServed(server().plaintext())).isTrue();
    assertThat(isServed(with("Bearer " + OLD))).isTrue();
    assertThat(refused(with("Bearer " + NEW)).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void aCredentialThatThereIsNoCheckForIsNotLookedAt() throws Exception {
    start("auth: {anonymous: true}");

    assertThat(isServed(with("Bearer " + OLD))).isTrue();
  }

  private static boolean healthAnswers(Channel channel) {
    return catchThrowable(
            () ->
                HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance()))
        == null;
  }

  private static Status.Code reflection(Channel channel) {
    var call = new Received<ServerReflectionRequest, ServerReflectionResponse>();
    call.on(ServerReflectionGrpc.newStub(channel)).serverReflectionInfo(call).onCompleted();
    return call.ended().map(Details::code).orElse(Status.Code.OK);
  }

  @Test
  void healthAndReflectionAreOpenUnlessThatIsSaid() throws Exception {
    startWith("acme " + OLD);

    assertThat(healthAnswers(server().plaintext())).isTrue();
    assertThat(reflection(server().plaintext())).isEqualTo(Status.Code.OK);
  }

  @Test
  void healthAndReflectionCanBeForKnownCallersOnly() throws Exception {
    start(
        "auth: {health: authenticated, reflection: authenticated, keys_file: "
            + keys("acme " + OLD)
            + "}");

    assertThat(healthAnswers(server().plaintext())).isFalse();
    assertThat(reflection(server().plaintext())).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(healthAnswers(with("Bearer " + OLD))).isTrue();
    assertThat(reflection(with("Bearer " + OLD))).isEqualTo(Status.Code.OK);
  }

  @Test
  void reflectionCanBeLeftOut() throws Exception {
    start("auth: {reflection: 'off', anonymous: true}");

    assertThat(reflection(server().plaintext())).isEqualTo(Status.Code.UNIMPLEMENTED);
  }
}
