package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ProfileConfig;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.planning.prompt.Profile;
import dev.plangen.server.planning.prompt.ProfileDirectory;
import dev.plangen.server.planning.prompt.ProfileException;
import dev.plangen.server.planning.prompt.Profiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads the prompt profiles that the configuration names. */
final class ProfileWiring {

  private ProfileWiring() {}

  /**
   * Exactly the profiles of the file.
   *
   * @param file the configuration file, next to which relative directories are looked for
   * @throws ConfigException naming the file, the key, the template and the remedy
   */
  static Profiles configured(Path file, ServerConfig config) {
    Map<String, Profile> profiles = new HashMap<>();
    for (int i = 0; i < config.promptProfiles().size(); i++) {
      ProfileConfig profile = config.promptProfiles().get(i);
      try {
        Path directory = file.resolveSibling(profile.directory().orElseThrow());
        profiles.put(profile.id().orElseThrow(), ProfileDirectory.read(directory));
      } catch (ProfileException | InvalidPathException e) {
        throw new ConfigException(file + ": prompt_profiles[" + i + "]: " + e.getMessage() + ".");
      }
    }
    return new Profiles(profiles);
  }
}
