package dev.plangen.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.PlanGenServiceGrpc;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, as a process. */
class MainTest {

  private static final long LIMIT_SECONDS = 30;

  @TempDir private Path directory = Path.of("unset");

  @Test
  void itSaysWhereItListensAndNothingElseAndATermSignalEndsItWell() throws Exception {
    Process process = start("--port", "0");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertThat(line).matches(Pattern.compile("listening on 127\\.0\\.0\\.1:\\d+"));
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      ManagedChannel channel = TestServer.connect(port);
      try {
        assertThat(
                PlanGenServiceGrpc.newBlockingStub(channel)
                    .solve(Problems.meeting().build())
                    .hasResult())
            .isTrue();
      } finally {
        channel.shutdownNow();
      }

      // Process.destroy would close its output as well.
      process.toHandle().destroy();

      assertThat(process.waitFor(LIMIT_SECONDS, SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(out.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
    assertThat(errors()).contains("run ended").doesNotContain("Ann has meetings");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot 1, --prot",
    "--port 65536, --port",
    "--config /nowhere/plangen.yaml, /nowhere/plangen.yaml",
  })
  void aFlagThatCannotBeUsedEndsItWithStatus2AndOneSentence(String flags, String named)
      throws Exception {
    assertMisused(run(flags.split(" ", -1)), named);
  }

  @Test
  void aFileThatCannotBeUsedEndsItWithStatus2AndOneSentence() throws Exception {
    Path file = Files.writeString(directory.resolve("plangen.yaml"), "models: [{id: a}]");

    assertMisused(run("--config", file.toString(), "--port", "0"), "models[0].provider");
  }

  @Test
  void aProfileThatCannotBeUsedEndsItWithStatus2AndOneSentence() throws Exception {
    Path profile = Files.createDirectory(directory.resolve("travel"));
    Files.writeString(profile.resolve("plan.txt"), "Travel to {{city}}.");
    Path file =
        Files.writeString(
            directory.resolve("plangen.yaml"),
            "{models: [{id: a, provider: offline}],"
                + " prompt_profiles: [{id: travel, directory: travel}]}");

    assertMisused(run("--config", file.toString(), "--port", "0"), "\"city\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server: {port: 0} | server.plaintext: true",
        "server: {port: 0}, auth: {anonymous: true} | server.tls",
        "server: {port: 0, plaintext: true} | anonymous: true",
      })
  void otherMachinesAreServedOnlyIfTheFileSaysHow(String sections, String named) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("plangen.yaml"),
            "{%s, models: [{id: a, provider: offline}]}".formatted(sections));

    assertMisused(run("--config", file.toString(), "--host", "0.0.0.0"), named);
  }

  @Test
  void withoutAFileOtherMachinesAreNotServed() throws Exception {
    assertMisused(run("--host", "0.0.0.0", "--port", "0"), "server.tls");
  }

  @Test
  void aCertificateThatCannotBeUsedEndsItWithStatus2AndOneSentence() throws Exception {
    Path junk = Files.writeString(directory.resolve("junk.pem"), "junk");
    Path file =
        Files.writeString(
            directory.resolve("plangen.yaml"),
            "{server: {tls: {certificate_file: %s, key_file: %s}}, models: [{id: a, provider: offline}]}"
                .formatted(junk, junk));

    assertMisused(run("--config", file.toString(), "--port", "0"), junk.toString());
  }

  @Test
  void aPortInUseEndsItWithStatus2AndOneSentence() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int status = run("--port", Integer.toString(taken.getLocalPort()));
      assertMisused(status, "127.0.0.1:" + taken.getLocalPort());
    }
  }

  private void assertMisused(int status, String named) throws IOException {
    assertThat(errors().lines()).singleElement().asString().contains(named);
    assertThat(status).isEqualTo(2);
  }

  private int run(String... flags) throws Exception {
    Process process = start(flags);
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, SECONDS)).isTrue();
      assertThat(process.inputReader().readLine()).isNull();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(flags));
    var builder = new ProcessBuilder(command).redirectError(errorFile().toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(OPENAI|PLANGEN|J(AVA|DK)_).*"));
    return builder.start();
  }

  private String errors() throws IOException {
    return Files.readString(errorFile());
  }

  private Path errorFile() {
    return directory.resolve("stderr");
  }
}
