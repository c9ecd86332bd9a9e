package dev.plangen.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.BIG_DECIMAL;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that can't be used is refused in one sentence: the file, the key, the remedy. */
class ConfigReaderTest {

  private static final String OFFLINE = "models: [{id: a, provider: offline}]\n";

  @TempDir private Path directory = Path.of("unset");

  @Test
  void everyKeyOfTheFileIsRead() throws IOException {
    ServerConfig config =
        ConfigReader.read(
            file(
                """
                server:
                  host: 127.0.0.2
                  port: 1234
                  max_connections: 1
                  max_streams_per_connection: 2
                  max_metadata_bytes: 4096
                  max_resets_per_second: 3
                  max_connection_age_seconds: 0
                  max_connection_age_grace_seconds: 30
                  max_connection_idle_seconds: 4
                  handshake_timeout_seconds: 5
                default_model: offline/planner
                models:
                  - id: openai/gpt-5-mini
                    provider: openai
                    model: gpt-5-mini
                    base_url: "http://127.0.0.1:9100/v1"
                    api_key_env: MY_KEY
                    unsupported: [temperature, seed]
                    max_tokens_field: max_tokens
                    structured_output: false
                    reasoning_effort: low
                    extra_body: { top_k: 3 }
                    headers: { X-Team: planning }
                    stall_timeout_seconds: 5
                    call_timeout_seconds: 50
                    max_concurrent_calls: 64
                    prices: { input: 0.25, cached_input: 0.025, output: 2, currency: EUR }
                  - id: offline/planner
                    provider: offline
                    noise: 0.25
                    judge_false_accept: 0
                    judge_false_reject: 1
                    tokens_per_second: 40
                    max_concurrent_calls: 8
                    prices: { input: 0, output: 0.000001, currency: EUR }
                prompt_profiles:
                  - { id: travel, directory: profiles/travel }
                  - { id: Größe, directory: /etc/plangen/size }
                limits:
                  max_live_runs: 10
                  max_streams: 20
                  max_run_seconds: 30
                  max_candidates: 5
                  max_model_calls: 50
                  max_total_tokens: 1000000000000
                  max_output_tokens: 4096
                  max_input_bytes: 2048
                retention: { max_runs: 0, max_bytes: 68719476736, max_age_seconds: 60 }
                quotas:
                  default: { max_live_runs: 5, max_runs_per_minute: 60 }
                  tenants: [{ id: acme, max_live_runs: 50, max_tokens_per_day: 1000000000000000 }]
                """));

    assertThat(config.server())
        .isEqualTo(
            new ListenConfig(
                Optional.of("127.0.0.2"),
                Optional.of(1234),
                Optional.empty(),
                Optional.empty(),
                Optional.of(1),
                Optional.of(2),
                Optional.of(4096),
                Optional.of(3),
                Optional.of(0),
                Optional.of(30),
                Optional.of(4),
                Optional.of(5)));
    assertThat(config.quotas())
        .isEqualTo(
            new QuotasConfig(
                new QuotaConfig(
                    Optional.empty(), Optional.of(5), Optional.of(60), Optional.empty()),
                List.of(
                    new QuotaConfig(
                        Optional.of("acme"),
                        Optional.of(50),
                        Optional.empty(),
                        Optional.of(1_000_000_000_000_000L)))));
    assertThat(config.server().port()).contains(1234);
    assertThat(config.defaultModel()).contains("offline/planner");
    assertThat(config.models()).hasSize(2);
    var openAi = (ModelConfig.OpenAi) config.models().getFirst();
    assertThat(openAi.id()).contains("openai/gpt-5-mini");
    assertThat(openAi.model()).contains("gpt-5-mini");
    assertThat(openAi.baseUrl()).contains("http://127.0.0.1:9100/v1");
    assertThat(openAi.apiKeyEnv()).contains("MY_KEY");
    assertThat(openAi.unsupported()).containsExactly("temperature", "seed");
    assertThat(openAi.maxTokensField()).contains("max_tokens");
    assertThat(openAi.structuredOutput()).contains(false);
    assertThat(openAi.reasoningEffort()).contains("low");
    assertThat(openAi.extraBody()).containsEntry("top_k", 3);
    assertThat(openAi.headers()).containsEntry("X-Team", "planning");
    assertThat(openAi.stallTimeoutSeconds()).contains(5);
    assertThat(openAi.callTimeoutSeconds()).contains(50);
    assertThat(openAi.maxConcurrentCalls()).contains(64);
    assertThat(openAi.prices())
        .contains(
            new PricesConfig(
                Optional.of(new BigDecimal("0.25")),
                Optional.of(new BigDecimal("0.025")),
                Optional.of(new BigDecimal("2")),
                Optional.of("EUR")));
    var offline = (ModelConfig.Offline) config.models().getLast();
    assertThat(offline.noise()).contains(0.25);
    assertThat(offline.judgeFalseAccept()).contains(0.0);
    assertThat(offline.judgeFalseReject()).contains(1.0);
    assertThat(offline.judgeNoise()).isEmpty();
    assertThat(offline.tokensPerSecond()).contains(40.0);
    assertThat(offline.maxConcurrentCalls()).contains(8);
    PricesConfig offlinePrices = offline.prices().orElseThrow();
    assertThat(offlinePrices.output()).get(BIG_DECIMAL).isEqualByComparingTo("0.000001");
    assertThat(offlinePrices.cachedInput()).isEmpty();
    assertThat(config.promptProfiles())
        .containsExactly(
            new ProfileConfig(Optional.of("travel"), Optional.of("profiles/travel")),
            new ProfileConfig(Optional.of("Größe"), Optional.of("/etc/plangen/size")));
    assertThat(config.limits())
        .isEqualTo(
            new LimitsConfig(
                Optional.of(10),
                Optional.of(20),
                Optional.of(30),
                Optional.of(5),
                Optional.of(50),
                Optional.of(1_000_000_000_000L),
                Optional.of(4096),
                Optional.of(2048)));
    assertThat(config.retention())
        .isEqualTo(new RetentionConfig(Optional.of(0), Optional.of(64L << 30), Optional.of(60)));
  }

  @Test
  void whatIsLeftOutIsEmpty() throws IOException {
    ServerConfig config = ConfigReader.read(file(OFFLINE));

    assertThat(config.server()).isEqualTo(ListenConfig.DEFAULT);
    assertThat(config.defaultModel()).isEmpty();
    assertThat(config.promptProfiles()).isEmpty();
    assertThat(config.limits()).isEqualTo(LimitsConfig.DEFAULT);
    assertThat(config.retention()).isEqualTo(RetentionConfig.DEFAULT);
    assertThat(config.quotas()).isEqualTo(QuotasConfig.NONE);
    assertThat(config.server()).isEqualTo(ListenConfig.DEFAULT);
    assertThat(config.models().getFirst().maxConcurrentCalls()).isEmpty();
    assertThat(config.models().getFirst().prices()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "server: {prot: 1}\\n@ | server.prot | known here are",
        "models: [{id: a, provider: offline, nois: 0.1}] | models[0].nois | noise",
        "modles: [] | modles | models",
        "server: {port: 65536}\\n@ | server.port | must be 0 to 65535",
        "server: {port: -1}\\n@ | server.port | must be 0 to 65535",
        "server: {port: many}\\n@ | server.port | wrong kind",
        "models: [{id: a, provider: offline, noise: 1.1}] | models[0].noise | must be 0 to 1",
        "models: [{id: a, provider: offline, judge_noise: -1}] | models[0].judge_noise | 0 to 1",
        "models: [{id: a, provider: offline, judge_false_accept: 1.1}]"
            + " | models[0].judge_false_accept | must be 0 to 1",
        "models: [{id: a, provider: offline, judge_false_reject: -0.1}]"
            + " | models[0].judge_false_reject | must be 0 to 1",
        "models: [{id: a, provider: offline, judge_noise: 0.1, judge_false_accept: 0.1}]"
            + " | models[0].judge_noise | give it alone, or them",
        "models: [{id: a, provider: offline, judge_noise: 0, judge_false_reject: 0.5}]"
            + " | models[0].judge_noise | give it alone, or them",
        "models: [{provider: offline}] | models[0].id | must be given",
        "models: [{id: ' ', provider: offline}] | models[0].id | must be given",
        "models: [{id: a, provider: offline}, {id: a, provider: offline}] | models[1].id | another",
        "models: [{id: a, provider: oracle}] | models[0].provider | must be one of offline, openai",
        "models: [{id: a}] | models[0].provider | must be one of offline, openai",
        "models: [{id: a, provider: openai}] | models[0].model | must be given",
        "models: [{id: a, provider: openai, model: m, api_key_env: A, api_key_file: b}]"
            + " | models[0].api_key_file | one of them",
        "models: [{id: a, provider: openai, model: m, unsupported: [top_p]}]"
            + " | models[0].unsupported | temperature, max_output_tokens, seed",
        "models: [{id: a, provider: openai, model: m, max_tokens_field: tokens}]"
            + " | models[0].max_tokens_field | max_completion_tokens, max_tokens",
        "models: [{id: a, provider: openai, model: m, structured_output: json}]"
            + " | models[0].structured_output | wrong kind",
        "models: [{id: a, provider: offline, structured_output: true}]"
            + " | models[0].structured_output | known here are",
        "models: [{id: a, provider: openai, model: m, stall_timeout_seconds: 0}]"
            + " | models[0].stall_timeout_seconds | 1 to 3600",
        "models: [{id: a, provider: offline, max_concurrent_calls: 0}]"
            + " | models[0].max_concurrent_calls | must be 1 to 100000",
        "models: [{id: a, provider: openai, model: m, max_concurrent_calls: 100001}]"
            + " | models[0].max_concurrent_calls | must be 1 to 100000",
        "models: [{id: a, provider: offline, prices: {output: 1}}]"
            + " | models[0].prices.input | must be given",
        "models: [{id: a, provider: offline, prices: {input: 1}}]"
            + " | models[0].prices.output | must be given",
        "models: [{id: a, provider: offline, prices: {input: -1, output: 1}}]"
            + " | models[0].prices.input | must be 0 to 1000000",
        "models: [{id: a, provider: offline, prices: {input: 1, output: 1000000.000001}}]"
            + " | models[0].prices.output | must be 0 to 1000000",
        "models: [{id: a, provider: offline, prices: {input: 1, output: 0.1234567}}]"
            + " | models[0].prices.output | at most 6 decimals",
        "models: [{id: a, provider: offline, prices: {input: 1, cached_input: 2e6, output: 1}}]"
            + " | models[0].prices.cached_input | must be 0 to 1000000",
        "models: [{id: a, provider: offline, prices: {input: free, output: 1}}]"
            + " | models[0].prices.input | wrong kind",
        "models: [{id: a, provider: offline, prices: {input: 1, output: 1, currency: usd}}]"
            + " | models[0].prices.currency | three capital letters",
        "models: [{id: a, provider: offline, prices: {input: 1, output: 1}}, {id: b, provider:"
            + " offline, prices: {input: 1, output: 1, currency: EUR}}]"
            + " | models[1].prices.currency | the same for all models",
        "prompt_profiles: [{directory: d}]\\n@ | prompt_profiles[0].id | must be given",
        "prompt_profiles: [{id: ' ', directory: d}]\\n@ | prompt_profiles[0].id | must be given",
        "prompt_profiles: [{id: t, directory: d}, {id: t, directory: e}]\\n@"
            + " | prompt_profiles[1].id | another profile",
        "prompt_profiles: [{id: ääääääääääääääääääääääääääääääääx, directory: d}]\\n@"
            + " | prompt_profiles[0].id | at most 64 bytes",
        "prompt_profiles: [{id: t}]\\n@ | prompt_profiles[0].directory | must be given",
        "prompt_profiles: [{id: t, directory: ''}]\\n@ | prompt_profiles[0].directory | given",
        "prompt_profiles: [{id: t, dir: d}]\\n@ | prompt_profiles[0].dir | directory, id",
        "prompt_profiles: {travel: d}\\n@ | prompt_profiles | wrong kind",
        "models: [{id: a, provider: remote}] | models[0].target | host:port",
        "models: [{id: a, provider: remote, target: 'http://a:1'}] | models[0].target | host:port",
        "models: [{id: a, provider: remote, target: a}] | models[0].target | host:port",
        "models: [{id: a, provider: remote, target: 'a:0'}] | models[0].target | 1 to 65535",
        "models: [{id: a, provider: remote, target: 'a:65536'}] | models[0].target | 1 to 65535",
        "models: [{id: a, provider: remote, target: '::1:90'}] | models[0].target | host:port",
        "models: [{id: a, provider: remote, target: 'a:1', noise: 0}] | models[0].noise | target",
        "models: [{id: a, provider: remote, target: 'a:1', call_timeout_seconds: 0}]"
            + " | models[0].call_timeout_seconds | 1 to 86400",
        "models: [{id: a, provider: remote, target: 'a:1', unsupported: [top_p]}]"
            + " | models[0].unsupported | temperature, max_output_tokens, seed",
        "models: [{id: a, provider: remote, target: 'a:1', plaintext: true, tls: {ca_file: b}}]"
            + " | models[0].plaintext | beside tls",
        "models: [{id: a, provider: remote, target: 'a:1', tls: {certificate_file: b}}]"
            + " | models[0].tls.key_file | belong together",
        "models: [{id: a, provider: remote, target: 'a:1', tls: {key_file: b}}]"
            + " | models[0].tls.certificate_file | belong together",
        "models: [{id: a, provider: remote, target: 'a:1', tls: {ca: b}}] | models[0].tls.ca |"
            + " ca_file",
        "models: [{id: a, provider: remote, target: 'a:1', token_env: A, token_file: b}]"
            + " | models[0].token_file | one of them",
        "models: [{id: a, provider: remote, target: 'a:1', plaintext: true, token_env: A}]"
            + " | models[0].plaintext | token",
        "verifiers: [{id: v, provider: remote}]\\n@ | verifiers[0].target | host:port",
        "verifiers: [{id: v, target: 'a:1'}]\\n@ | verifiers[0].provider | must be remote",
        "verifiers: [{provider: remote, target: 'a:1'}]\\n@ | verifiers[0].id | visible ASCII",
        "verifiers: [{id: 'a b', provider: remote, target: 'a:1'}]\\n@ | verifiers[0].id | visible",
        "verifiers: [{id: trip, provider: remote, target: 'a:1'}]\\n"
            + "@ | verifiers[0].id | llm, calendar",
        "verifiers: [{id: v, provider: remote, target: 'a:1'}, {id: v, provider: remote, target:"
            + " 'a:1'}]\\n@ | verifiers[1].id | another verifier",
        "verifiers: [{id: v, provider: remote, target: 'a:1', timeout_seconds: 0}]\\n@"
            + " | verifiers[0].timeout_seconds | 1 to 3600",
        "verifiers: [{id: v, provider: remote, target: 'a:1', sound: maybe}]\\n@"
            + " | verifiers[0].sound | wrong kind",
        "verifiers: [{id: v, provider: remote, target: 'a:1', model: m}]\\n@"
            + " | verifiers[0].model | sound",
        "server: {max_connections: 0}\\n@ | server.max_connections | must be 1 to 1000000",
        "server: {max_streams_per_connection: 0}\\n@ | max_streams_per_connection | 1 to 1000000",
        "server: {max_metadata_bytes: 4095}\\n@ | server.max_metadata_bytes | 4096 to 1048576",
        "server: {max_resets_per_second: 0}\\n@ | server.max_resets_per_second | 1 to 100000",
        "server: {max_connection_age_seconds: -1}\\n@ | max_connection_age_seconds | 0 to 2592000",
        "server: {max_connection_idle_seconds: -1}\\n@ | connection_idle_seconds | 0 to 2592000",
        "server: {handshake_timeout_seconds: 0}\\n@ | handshake_timeout_seconds | must be 1 to 600",
        "server: {max_connection_age_grace_seconds: 899}\\n@ | age_grace_seconds | which is 900",
        "server: {max_connection_age_grace_seconds: 0}\\n@ | age_grace_seconds | 1 to 2592000",
        "quotas: {default: {max_live_runs: 0}}\\n@ | quotas.default.max_live_runs | 1 to 1000000",
        "quotas: {default: {max_runs_per_minute: 0}}\\n@ | max_runs_per_minute | 1 to 100000",
        "quotas: {default: {max_tokens_per_day: 0}}\\n"
            + "@ | max_tokens_per_day | 1 to 1000000000000000",
        "quotas: {default: {id: a}}\\n@ | quotas.default.id | must be left out",
        "quotas: {tenants: [{max_live_runs: 1}]}\\n@ | quotas.tenants[0].id | whose quota this is",
        "quotas: {tenants: [{id: acme corp}]}\\n@ | tenants[0].id | 256 visible ASCII",
        "quotas: {tenants: [{id: a}, {id: a}]}\\n@ | quotas.tenants[1].id | another tenant too",
        "quotas: {tenants: [{id: a, max_live_runs: 0}]}\\n@ | tenants[0].max_live_runs | must be 1",
        "limits: {max_live_run: 1}\\n@ | limits.max_live_run | max_live_runs",
        "limits: {max_live_runs: 0}\\n@ | limits.max_live_runs | must be 1 to 1000000",
        "limits: {max_streams: 1000001}\\n@ | limits.max_streams | must be 1 to 1000000",
        "limits: {max_run_seconds: 86401}\\n@ | limits.max_run_seconds | must be 1 to 86400",
        "limits: {max_candidates: 65}\\n@ | limits.max_candidates | must be 1 to 64",
        "limits: {max_model_calls: 100001}\\n@ | limits.max_model_calls | must be 3 to 100000",
        "limits: {max_total_tokens: 999}\\n@ | limits.max_total_tokens | 1000 to 1000000000000",
        "limits: {max_total_tokens: 1000000000001}\\n@ | limits.max_total_tokens | 1000 to",
        "limits: {max_output_tokens: 255}\\n@ | limits.max_output_tokens | 256 to 131072",
        "limits: {max_input_bytes: 131073}\\n@ | limits.max_input_bytes | 1024 to 131072",
        "retention: {max_runs: -1}\\n@ | retention.max_runs | must be 0 to 1000000",
        "retention: {max_bytes: 68719476737}\\n@ | retention.max_bytes | 0 to 68719476736",
        "retention: {max_age_seconds: 604801}\\n@ | retention.max_age_seconds | 0 to 604800",
        "default_model: b\\n@ | default_model | one of models",
        "models: [] | models | at least one",
        "server: {port: 1} | models | at least one",
        "models: 7 | models | wrong kind",
        "models: [{id: a, provider: offline | is not YAML | line 1",
        "just words | the file | wrong kind",
      })
  void aWrongFileIsRefusedWithItsNameTheKeyAndTheRemedy(String yaml, String key, String remedy)
      throws IOException {
    Path file = file(yaml.replace("\\n", "\n").replace("@", OFFLINE));

    assertThat(refusal(file)).startsWith(file.toString()).contains(key, remedy).endsWith(".");
    assertThat(refusal(file).lines()).hasSize(1);
  }

  @Test
  void profilesHaveABound() throws IOException {
    StringBuilder profiles = new StringBuilder("prompt_profiles:\n");
    for (int i = 1; i <= 100; i++) {
      profiles.append("  - {id: p").append(i).append(", directory: d}\n");
    }
    assertThat(ConfigReader.read(file(profiles + OFFLINE)).promptProfiles()).hasSize(100);

    profiles.append("  - {id: p101, directory: d}\n");
    assertThat(refusal(file(profiles + OFFLINE))).contains("prompt_profiles", "at most 100");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    assertThat(refusal(file(""))).contains("empty").contains("models");
    assertThat(refusal(file("# only a comment\n"))).contains("empty").contains("models");
  }

  @Test
  void aNumberThatIsNoneIsRefused() throws IOException {
    Path file = file("models: [{id: a, provider: offline, noise: .nan}]");

    assertThat(refusal(file)).startsWith(file.toString()).endsWith(".");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThat(refusal(directory.resolve("none.yaml"))).contains("none.yaml", "can't be read");
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThat(refusal(directory)).contains("can't be read");
  }

  /** Someone may well write the key itself where its variable's name belongs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models: [{id: a, provider: openai, model: m, api_key: sk-secret}]",
        "models: [{id: a, provider: openai, model: m, api_key_env: {key: sk-secret}}]",
        "models: [{id: a, provider: openai, model: m, call_timeout_seconds: sk-secret}]",
        "models: [{id: a, provider: sk-secret}]",
        "models: [{id: a, provider: remote, target: 'a:1', token: sk-secret}]",
        "models: [{id: a, provider: remote, target: 'http://sk-secret@a:1'}]",
        "models: [{id: a, provider: openai, model: m, headers: [sk-secret]}]",
        "models: [{id: a, provider: openai, model: m, headers: {Authorization: sk-secret]",
      })
  void aRefusalRepeatsNoValue(String yaml) throws IOException {
    assertThat(refusal(file(yaml))).doesNotContain("sk-secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "target: '127.0.0.1:1' | true",
        "target: 'localhost:1' | true",
        "target: 'LOCALHOST:1' | true",
        "target: '[::1]:1' | true",
        "target: 'dns:///127.0.0.2:1' | true",
        "target: 'localhost:1', plaintext: false | false",
        "target: 'localhost:1', tls: {ca_file: ca.pem} | false",
        "target: 'localhost:1', token_env: A | true",
        "target: 'flights.acme:1' | false",
        "target: 'localhost.acme:1' | false",
        "target: '127.0.0.1.acme:1' | false",
        "target: '[::2]:1' | false",
        "target: 'dns:///flights.acme:1' | false",
        "target: 'flights.acme:1', token_env: A | false",
        "target: 'flights.acme:1', plaintext: true | true",
      })
  void onlyOnThisMachineIsPlaintextNotSaid(String keys, boolean plaintext) throws IOException {
    ServerConfig config =
        ConfigReader.read(
            file(
                OFFLINE
                    + "\nverifiers: [{id: v, provider: remote, sound: true, timeout_seconds: 5, "
                    + keys
                    + "}]"));

    VerifierConfig verifier = config.verifiers().getFirst();
    assertThat(verifier.destination().isPlaintext()).isEqualTo(plaintext);
    assertThat(verifier.sound()).contains(true);
    assertThat(verifier.timeoutSeconds()).contains(5);
  }

  @Test
  void everyKeyOfARemoteModelIsRead() throws IOException {
    ServerConfig config =
        ConfigReader.read(
            file(
                """
                models:
                  - id: acme/planner
                    provider: remote
                    target: "dns:///planner.acme:9000"
                    model: planner-7b
                    plaintext: false
                    tls: { ca_file: ca.pem, certificate_file: own.pem, key_file: own.key }
                    token_file: token
                    unsupported: [seed]
                    call_timeout_seconds: 50
                    max_concurrent_calls: 4
                    prices: { input: 1, output: 1 }
                """));

    var model = (ModelConfig.Remote) config.models().getFirst();
    assertThat(model.model()).contains("planner-7b");
    assertThat(model.unsupported()).containsExactly("seed");
    assertThat(model.callTimeoutSeconds()).contains(50);
    assertThat(model.maxConcurrentCalls()).contains(4);
    assertThat(model.prices()).isPresent();
    assertThat(model.destination())
        .isEqualTo(
            new DestinationConfig(
                Optional.of("dns:///planner.acme:9000"),
                Optional.of(false),
                Optional.of(
                    new TlsConfig(
                        Optional.of("ca.pem"), Optional.of("own.pem"), Optional.of("own.key"))),
                Optional.empty(),
                Optional.of("token")));
    assertThat(config.verifiers()).isEmpty();
  }

  /** Models without prices, and those of the default currency, stand beside any. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "prices: {input: 1, output: 1, currency: USD}",
        "prices: {input: 1000000, output: 0.100000}",
        "noise: 0"
      })
  void pricesOfOneCurrencyAreTaken(String other) throws IOException {
    ServerConfig config =
        ConfigReader.read(
            file(
                "models: [{id: a, provider: offline, prices: {input: 1, output: 1}},"
                    + " {id: b, provider: offline, "
                    + other
                    + "}]"));

    assertThat(config.models()).hasSize(2);
  }

  private static String refusal(Path file) {
    return String.valueOf(
        catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(file)).getMessage());
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("plangen.yaml"), yaml);
  }
}
