package dev.plangen.server.verify.finding;

import dev.plangen.server.domain.Opinion;

/** What to say of a problem or a plan that is not understood. */
public final class NoOpinion {

  private static final int MOST_BYTES = 2_048;

  private NoOpinion() {}

  /**
   * No opinion.
   *
   * @param reason why, as the rest of a sentence, for a person
   */
  public static Opinion because(String reason) {
    return Opinion.none("No opinion: " + Clip.text(reason, MOST_BYTES) + ".");
  }
}
