package dev.plangen.server.config;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the prompt profiles of a configuration against their bounds. */
record ProfilesCheck(Bounds bounds) {

  private static final int MOST_PROFILES = 100;

  /** As {@code plangen.v1} bounds {@code prompt_profile}. */
  private static final int MOST_PROFILE_ID_BYTES = 64;

  void check(List<ProfileConfig> profiles) {
    if (profiles.size() > MOST_PROFILES) {
      throw bounds.wrong("prompt_profiles", "must list at most " + MOST_PROFILES);
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < profiles.size(); i++) {
      String key = "prompt_profiles[" + i + "]";
      String id = profiles.get(i).id().filter(text -> !text.isBlank()).orElse("");
      if (id.isEmpty()) {
        throw bounds.wrong(key + ".id", "must be given: it is how requests name the profile");
      }
      if (id.getBytes(StandardCharsets.UTF_8).length > MOST_PROFILE_ID_BYTES) {
        throw bounds.wrong(key + ".id", "must be at most " + MOST_PROFILE_ID_BYTES + " bytes");
      }
      if (!ids.add(id)) {
        throw bounds.wrong(key + ".id", "is the id of another profile too; give each its own");
      }
      if (profiles.get(i).directory().filter(text -> !text.isBlank()).isEmpty()) {
        throw bounds.wrong(key + ".directory", "must be given: it is where the templates are");
      }
    }
  }
}
