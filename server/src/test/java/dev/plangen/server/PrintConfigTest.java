package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.config.ConfigWriter;
import dev.plangen.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --print-config} prints. */
class PrintConfigTest {

  private static final Path DOCUMENTATION = Path.of("..", "docs", "configuration.md");

  /** Between them, every key, as some exclude others. */
  private static final List<String> FILES =
      List.of(
          "models: [{id: a, provider: offline}]",
          """
          models:
            - { id: a, provider: offline, judge_noise: 0.4, max_concurrent_calls: 3 }
            - { id: b, provider: offline, judge_false_reject: 0.25 }
            - id: c
              provider: openai
              model: gpt-4.1
              api_key_file: /run/key
              reasoning_effort: low
              extra_body: { top_k: 3 }
              headers: { X-Team: planning }
              prices: { input: 0.25, output: 2 }
            - { id: d, provider: openai, model: gpt-5-mini }
            - { id: e, provider: openai, model: other, base_url: "http://127.0.0.1:9100/v1" }
            - { id: f, provider: anthropic, model: claude }
            - { id: g, provider: llama_cpp, model: m }
            - { id: h, provider: azure, model: gpt-5-mini, base_url: "https://r.example/openai/v1" }
            - id: i
              provider: remote
              target: "dns:///planner.example:9000"
              tls: { ca_file: /a, certificate_file: /b, key_file: /c }
              token_file: /run/token
              model: m
              unsupported: [seed]
            - { id: j, provider: remote, target: "localhost:9000", token_env: TOKEN }
            - { id: k, provider: remote, target: "planner:9000", plaintext: true }
          prompt_profiles: [{ id: travel, directory: travel }]
          verifiers:
            - { id: "1e3", provider: remote, target: "localhost:9001" }
            - { id: "yes", provider: remote, target: "flights.example:9001", sound: true }
          limits: { max_total_tokens: 5000, max_run_seconds: 60 }
          quotas:
            default: { max_live_runs: 3, max_runs_per_minute: 4, max_tokens_per_day: 5 }
            tenants: [{ id: acme, max_live_runs: 30 }]
          drain: { delay_seconds: 5 }
          """,
          """
          server:
            host: planner.example
            tls: { certificate_file: /a, key_file: /b, client_ca_file: /c, client_auth: optional }
          auth:
            keys_file: /run/keys
            jwt: { issuer: "https://issuer", audience: planner, jwks_url: "https://issuer/keys" }
            client_certificates: { tenant: dns }
          models: [{ id: a, provider: offline }]
          """,
          """
          server: { plaintext: true }
          auth: { anonymous: true, jwt: { issuer: i, audience: a, jwks_file: /run/keys } }
          models: [{ id: a, provider: offline }]
          """);

  @TempDir private Path directory = Path.of("unset");

  static List<String> files() throws IOException {
    Stream<String> documented =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENTATION))
            .results()
            .map(block -> block.group(1))
            // Some show a section alone.
            .map(block -> block.contains("models:") ? block : block + FILES.getFirst());
    return Stream.concat(FILES.stream(), documented).toList();
  }

  private ServerConfig read(String yaml) throws IOException {
    return ConfigReader.read(Files.writeString(directory.resolve("plangen.yaml"), yaml));
  }

  private static String print(ServerConfig config) {
    return ConfigWriter.write(EffectiveSettings.of(config));
  }

  @ParameterizedTest
  @MethodSource("files")
  void itIsAFileThatSaysTheSame(String yaml) throws IOException {
    ServerConfig config = read(yaml);
    String printed = print(config);

    ServerConfig again = read(printed);

    assertThat(print(again)).isEqualTo(printed);
    assertThat(settings(again)).isEqualTo(settings(config));
    assertThat(ConnectionLimits.of(again.server(), again.limits()))
        .isEqualTo(ConnectionLimits.of(config.server(), config.limits()));
    assertThat(Drain.of(again.drain())).isEqualTo(Drain.of(config.drain()));
  }

  private static ServerSettings settings(ServerConfig config) {
    return ServerSettings.of(
        config.limits(), config.retention(), QuotaWiring.configured(config.quotas()));
  }

  @Test
  void itHasEveryKeyThatIsDocumented() throws IOException {
    Set<String> printed = new TreeSet<>();
    for (String yaml : files()) {
      Pattern.compile("^[\\s-]*([a-z_]+):", Pattern.MULTILINE)
          .matcher(print(read(yaml)))
          .results()
          .map(key -> key.group(1))
          .forEach(printed::add);
    }

    assertThat(printed).containsAll(documentedKeys());
  }

  /** The last words of the paths in the first column of the tables. */
  private static Set<String> documentedKeys() throws IOException {
    Set<String> keys =
        Files.readAllLines(DOCUMENTATION).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf('|', 1)))
            .flatMap(column -> Pattern.compile("`([^`]+)`").matcher(column).results())
            .map(MatchResult.class::cast)
            .map(key -> key.group(1).replaceAll(".*\\.", ""))
            .filter(key -> key.matches("[a-z_]+"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(keys).contains("port", "max_live_runs", "judge_noise");
    // Stands for two others, and is printed as those; files of a profile's directory.
    keys.removeAll(Set.of("judge_noise", "txt"));
    return keys;
  }

  @Test
  void defaultsThatAProviderDecidesAreFilledIn() throws IOException {
    String printed =
        print(
            read(
                "models: [{id: a, provider: anthropic, model: claude}, {id: b, provider:"
                    + " offline}]"));

    assertThat(printed)
        .contains(
            "default_model: a",
            "base_url: https://api.anthropic.com/v1",
            "api_key_env: ANTHROPIC_API_KEY",
            "max_tokens_field: max_tokens",
            "structured_output: false",
            "call_timeout_seconds: 600",
            "noise: 0.3",
            "port: 9090",
            "grace_seconds: 20");
  }

  @Test
  void nothingThatMayBeASecretIsInIt() throws IOException {
    String printed =
        print(
            read(
                """
                models:
                  - id: a
                    provider: vllm
                    model: m
                    base_url: "https://user:hidden1@host.example/v1?key=hidden2"
                    headers: { Authorization: "Bearer hidden3" }
                    extra_body: { auth: [{ key: hidden4 }], thinking: true }
                """));

    assertThat(printed)
        .doesNotContain("hidden")
        .contains("host.example/v1", "Authorization: redacted", "thinking: true");
    assertThat(print(read(printed))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hidden:hidden@my_host/keys",
        "HTTPS://hidden:hidden@host/keys",
        "https://hidden:hid@hidden@host/keys?hidden=hidden?hidden",
        "https://hidden@host/keys?hidden#hidden",
        "https://hidden:%zz@host/keys",
      })
  void noUrlShowsItsUserOrItsQuery(String url) throws IOException {
    String printed =
        print(read("models: [{id: a, provider: vllm, model: m, base_url: '" + url + "'}]"));

    assertThat(printed).doesNotContain("hidden").contains("redacted@");
  }
}
