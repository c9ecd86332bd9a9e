package dev.plangen.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.Model;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, as a process. */
class MainTest {

  private static final String OFFLINE = "models: [{id: a, provider: offline}]\n";
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

  @Test
  void anInterruptDrainsItAndASecondSignalEndsItAtOnce() throws Exception {
    Path file =
        write(
            "{models: [{id: a, provider: offline, tokens_per_second: 1}],"
                + " drain: {grace_seconds: 600}}");
    Process process = start("--config", file.toString(), "--port", "0");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      ManagedChannel channel = TestServer.connect(port(out.readLine()));
      try {
        var call = new Received<SolveRequest, StepUpdate>();
        call.on(PlanGenServiceGrpc.newStub(channel)).solveStream(Problems.meeting().build(), call);
        call.next();
        signal("INT", process);
        Conditions.await(() -> errors().contains("draining"));
        assertThat(process.isAlive()).isTrue();

        signal("TERM", process);

        assertThat(process.waitFor(LIMIT_SECONDS, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
      } finally {
        channel.shutdownNow();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aHangupReadsTheFileAgain() throws Exception {
    Path file = write("models: [{id: a, provider: offline}]");
    Process process = start("--config", file.toString(), "--port", "0");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      ManagedChannel channel = TestServer.connect(port(out.readLine()));
      try {
        write("models: [{id: b}]");
        signal("HUP", process);
        Conditions.await(() -> errors().contains("the configuration stays as it was"));
        assertThat(models(channel)).containsExactly("a");

        write("models: [{id: a, provider: offline}, {id: b, provider: offline}]");
        signal("HUP", process);
        Conditions.await(() -> models(channel).equals(List.of("a", "b")));
      } finally {
        channel.shutdownNow();
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(errors()).contains("models[0].provider");
  }

  private static List<String> models(ManagedChannel channel) {
    return PlanGenServiceGrpc.newBlockingStub(channel)
        .listModels(ListModelsRequest.getDefaultInstance())
        .getModelsList()
        .stream()
        .map(Model::getId)
        .toList();
  }

  private static void signal(String name, Process process) throws Exception {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(status).isZero();
  }

  private static int port(String line) {
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("plangen.yaml"), yaml);
  }

  @Test
  void checkSaysInOneSentenceThatAFileCanBeUsedAndOpensNothing() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          write(
              "{server: {port: %d}, models: [{id: a, provider: remote, target: '127.0.0.1:%d'}]}"
                  .formatted(taken.getLocalPort(), taken.getLocalPort()));
      Process process = start("--check", "--config", file.toString());
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(out.lines()).containsExactly(file + " can be used.");
        assertThat(process.waitFor(LIMIT_SECONDS, SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
      assertThat(errors()).isEmpty();
      taken.setSoTimeout(1);
      assertThatThrownBy(taken::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{id: a, provider: remote, target: 'far:1', tls: {ca_file: /nowhere}} | tls: /nowhere",
        "{id: a, provider: remote, target: 'far:1', token_file: /nowhere} | /nowhere",
        "{id: a, provider: openai, model: m, api_key_file: /nowhere} | /nowhere",
        "{id: a, provider: openai, model: m} | OPENAI_API_KEY",
        "{id: a, provider: azure, model: m, api_key_file: pom.xml} | base_url",
      })
  void checkFindsWhatTheStartWouldFind(String model, String named) throws Exception {
    Path file = write("models: [" + model + "]");

    assertMisused(run("--check", "--config", file.toString()), named);
  }

  @Test
  void checkReadsTheProfilesToo() throws Exception {
    Path file =
        write(
            "{models: [{id: a, provider: offline}],"
                + " prompt_profiles: [{id: travel, directory: nowhere}]}");

    assertMisused(run("--check", "--config", file.toString()), "prompt_profiles[0]");
  }

  @Test
  void whatIsPrintedIsCheckedWellAndHasTheFlagsInIt() throws Exception {
    Process process = start("--print-config", "--port", "0", "--config", file().toString());
    String printed;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      printed = out.lines().collect(Collectors.joining("\n"));
      assertThat(process.waitFor(LIMIT_SECONDS, SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertThat(printed).contains("port: 0", "max_live_runs: 2000");

    Path copy = write(printed);
    Process check = start("--check", "--config", copy.toString());
    try (BufferedReader out = check.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo(copy + " can be used.");
    }
  }

  private Path file() throws IOException {
    return Files.writeString(
        directory.resolve("given.yaml"), "models: [{id: a, provider: offline}]");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot 1, --prot",
    "--port 65536, --port",
    "--check --print-config, mutually exclusive",
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

  @Test
  void anAdminPortInUseEndsItBeforeAnybodyIsServed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file = write("admin: {port: " + taken.getLocalPort() + "}\n" + OFFLINE);

      assertMisused(run("--port=0", "--config=" + file), "admin.port");
      assertThat(errors()).doesNotContain(" serving ", "no auth");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'' | true", "auth: {anonymous: true} | false"})
  void withoutAuthOneWarningSaysThatEverybodyIsAnonymousUnlessThatIsMeant(
      String auth, boolean warned) throws Exception {
    Path file = write(auth + "\n" + OFFLINE);
    Process process = start("--port=0", "--config=" + file);
    try (var out = process.inputReader()) {
      assertThat(out.readLine()).startsWith("listening on");

      assertThat(errors().lines().filter(line -> line.contains("no auth")).count())
          .isEqualTo(warned ? 1 : 0);
    } finally {
      process.destroyForcibly();
    }
  }

  private void assertMisused(int status, String named) {
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
    // Whoever runs these tests in the background may ignore signals, and hand that on.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(flags));
    var builder = new ProcessBuilder(command).redirectError(errorFile().toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(OPENAI|PLANGEN|J(AVA|DK)_).*"));
    return builder.start();
  }

  private String errors() {
    try {
      return Files.readString(errorFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path errorFile() {
    return directory.resolve("stderr");
  }
}
