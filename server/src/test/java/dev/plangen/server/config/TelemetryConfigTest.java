package dev.plangen.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.config.OtlpConfig.HeaderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections {@code telemetry} and {@code admin} of the file. */
class TelemetryConfigTest {

  private static final String OFFLINE = "models: [{id: a, provider: offline}]\n";

  @TempDir private Path directory = Path.of("unset");

  @Test
  void everyKeyIsRead() throws IOException {
    ServerConfig config =
        read(
            """
            telemetry:
              otlp:
                endpoint: https://collector:4318
                headers:
                  - { name: X-Token, value_env: TOKEN }
                  - { name: X-Org, value_file: /run/org }
                ca_file: ca.pem
                interval_seconds: 15
              prometheus: { host: 0.0.0.0, port: 9465 }
              traces: { sample_ratio: 0.25, content: true }
              logs: { format: json, level: debug }
            admin: { host: "::1", port: 9091 }
            """);

    assertThat(config.telemetry())
        .isEqualTo(
            new TelemetryConfig(
                Optional.of(
                    new OtlpConfig(
                        Optional.of("https://collector:4318"),
                        List.of(
                            new HeaderConfig(
                                Optional.of("X-Token"), Optional.of("TOKEN"), Optional.empty()),
                            new HeaderConfig(
                                Optional.of("X-Org"), Optional.empty(), Optional.of("/run/org"))),
                        Optional.of("ca.pem"),
                        Optional.of(15))),
                Optional.of(new PrometheusConfig(Optional.of("0.0.0.0"), Optional.of(9465))),
                new TracesConfig(Optional.of(0.25), Optional.of(true)),
                new LogsConfig(Optional.of("json"), Optional.of("debug"))));
    assertThat(config.admin()).contains(new AdminConfig(Optional.of("::1"), Optional.of(9091)));
  }

  @Test
  void nobodyIsToldAnythingUnlessTheFileSaysSo() throws IOException {
    ServerConfig config = read("");

    assertThat(config.telemetry()).isEqualTo(TelemetryConfig.DEFAULT);
    assertThat(config.telemetry().otlp()).isEmpty();
    assertThat(config.telemetry().prometheus()).isEmpty();
    assertThat(config.telemetry().logs().isJson()).isFalse();
    assertThat(config.admin()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "telemetry: {otlp: {}} | telemetry.otlp.endpoint must be given",
        "telemetry: {otlp: {endpoint: 'collector:4317'}} | telemetry.otlp.endpoint",
        "telemetry: {otlp: {endpoint: 'http://c:4318/v1/traces'}} | without a path",
        "telemetry: {otlp: {endpoint: 'http://c', interval_seconds: 0}} | interval_seconds must be"
            + " 1",
        "telemetry: {otlp: {endpoint: 'https://c', headers: [{name: 'a b', value_env: X}]}}"
            + " | telemetry.otlp.headers[0].name",
        "telemetry: {otlp: {endpoint: 'https://c', headers: [{name: a}]}}"
            + " | telemetry.otlp.headers[0] must have either value_env or value_file",
        "telemetry: {otlp: {endpoint: 'http://c', headers: [{name: a, value_env: X}]}}"
            + " | use https://",
        "telemetry: {prometheus: {port: 0}} | telemetry.prometheus.port must be 1 to 65535",
        "telemetry: {traces: {sample_ratio: 1.5}} | telemetry.traces.sample_ratio must be 0 to 1",
        "telemetry: {logs: {format: xml}} | telemetry.logs.format must be of text, json",
        "telemetry: {logs: {level: loud}} | telemetry.logs.level must be of error, warn",
        "telemetry: {metrics: {}} | telemetry.metrics is not a known key",
        "admin: {} | admin.port must be given",
        "admin: {port: 70000} | admin.port must be 0 to 65535",
        "admin: {port: 1, host: 0.0.0.0} | admin.host must be a loopback address",
        "admin: {port: 1, host: 127.999.1.1} | admin.host must be a loopback address",
        "admin: {port: 1, host: admin.internal} | kubectl port-forward",
      })
  void whatCanNotBeUsedIsRefusedWithTheRemedy(String yaml, String remedy) {
    ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> read(yaml + "\n"));

    assertThat(thrown).hasMessageContaining("plangen.yaml").hasMessageContaining(remedy.strip());
  }

  private ServerConfig read(String yaml) throws IOException {
    return ConfigReader.read(Files.writeString(directory.resolve("plangen.yaml"), OFFLINE + yaml));
  }
}
