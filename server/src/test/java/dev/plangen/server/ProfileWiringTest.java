package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ConfigReader;
import dev.plangen.server.planning.prompt.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileWiringTest {

  @TempDir private Path directory = Path.of("unset");

  @Test
  void aDirectoryIsLookedForBesideTheConfigurationFile() throws IOException {
    write("profiles/travel/plan.txt", "Travel.");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("plan.txt"), "Elsewhere.");

    Profiles profiles =
        wire(
            "[{id: travel, directory: profiles/travel}, {id: other, directory: '"
                + elsewhere
                + "'}]");

    assertThat(profiles.ids()).containsExactly("other", "travel");
    assertThat(profiles.find("travel").orElseThrow().plan("p", List.of(), Optional.empty()).user())
        .contains("Travel.");
  }

  @Test
  void withoutProfilesThereIsTheServersOwnAlone() throws IOException {
    assertThat(wire("[]").ids()).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsToldWithFileKeyTemplateAndRemedy() throws IOException {
    Path template = write("profiles/travel/plan.txt", "Travel to {{city}}.");

    String refusal =
        String.valueOf(
            catchThrowableOfType(
                    ConfigException.class, () -> wire("[{id: travel, directory: profiles/travel}]"))
                .getMessage());

    assertThat(refusal)
        .startsWith(directory.resolve("plangen.yaml") + ": prompt_profiles[0]: " + template)
        .contains("\"city\"", "known are problem")
        .endsWith(".");
  }

  @Test
  void aNameThatIsNoPathIsRefused() throws IOException {
    assertThat(
            catchThrowableOfType(
                    ConfigException.class, () -> wire("[{id: t, directory: \"a\\0b\"}]"))
                .getMessage())
        .contains("prompt_profiles[0]");
  }

  private Profiles wire(String profiles) throws IOException {
    Path file =
        write(
            "plangen.yaml",
            "models: [{id: a, provider: offline}]\nprompt_profiles: " + profiles + "\n");
    return ProfileWiring.configured(file, ConfigReader.read(file));
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, text);
  }
}
