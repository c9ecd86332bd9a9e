package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.config.TelemetryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryWiringTest {

  private final TelemetryWiring wiring = new TelemetryWiring(new Secrets(Map.of()));

  @TempDir private Path directory = Path.of("unset");

  @Test
  void authoritiesThatAreNoneAreRefusedByTheStartAndByTheCheck() throws IOException {
    Path file = Files.writeString(directory.resolve("ca.pem"), "not a certificate\n");

    assertRefused(file, "must hold certificates");
  }

  @Test
  void authoritiesThatAreNotThereAreRefusedByTheStartAndByTheCheck() throws IOException {
    assertRefused(directory.resolve("nowhere.pem"), "read");
  }

  private void assertRefused(Path authorities, String problem) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("plangen.yaml"),
            """
            models: [{id: a, provider: offline}]
            telemetry: {otlp: {endpoint: "https://127.0.0.1:1", ca_file: "%s"}}
            """
                .formatted(authorities));
    TelemetryConfig config = ConfigReader.read(file).telemetry();

    assertThatThrownBy(() -> wiring.check(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("telemetry.otlp.ca_file", authorities.toString(), problem);
    assertThatThrownBy(() -> wiring.instrumentation(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("telemetry.otlp.ca_file");
  }
}
