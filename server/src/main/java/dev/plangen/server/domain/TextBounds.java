package dev.plangen.server.domain;

import java.nio.charset.StandardCharsets;

/**
 * How long texts can get, so that no update exceeds {@link #UPDATE_BYTES}: the terminal update
 * holds every candidate, every verdict and the constraints at once, and gRPC clients refuse more
 * than 4 MiB by default.
 *
 * <p>All in bytes of UTF-8.
 */
public final class TextBounds {

  public static final int UPDATE_BYTES = 3 << 20;
  public static final int INPUT_BYTES = 128 << 10;
  public static final int CONSTRAINTS_BYTES = 64 << 10;
  public static final int VERDICT_BYTES = 16 << 10;

  /** English has about 4 bytes a token; twice that covers every script that models write well. */
  public static final int BYTES_PER_TOKEN = 8;

  /** Everything in an update that is not a text: ids, counts, tags. */
  private static final int ENVELOPE_BYTES = 64 << 10;

  private static final int ENVELOPE_BYTES_PER_CANDIDATE = 512;

  /** The ids of its candidate and of its verifier above all, which may be long. */
  private static final int ENVELOPE_BYTES_PER_VERDICT = 512;

  /** Not in bytes: how many constraints a problem may have. */
  public static final int MOST_CONSTRAINTS = 200;

  private TextBounds() {}

  /** Length in UTF-8. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The text, or as much of its beginning as takes no more than {@code bytes}. */
  public static String cut(String text, int bytes) {
    byte[] whole = text.getBytes(StandardCharsets.UTF_8);
    if (whole.length <= bytes) {
      return text;
    }
    int end = bytes;
    while (end > 0 && (whole[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(whole, 0, end, StandardCharsets.UTF_8);
  }

  /**
   * The most output tokens per candidate with which a solve keeps to {@link #UPDATE_BYTES}; below 1
   * if the verdicts alone are too long.
   */
  public static int mostOutputTokens(int candidates, int verifiers) {
    int forPlans =
        UPDATE_BYTES
            - ENVELOPE_BYTES
            - CONSTRAINTS_BYTES
            - candidates
                * (verifiers * (VERDICT_BYTES + ENVELOPE_BYTES_PER_VERDICT)
                    + ENVELOPE_BYTES_PER_CANDIDATE);
    // The selected plan appears three times: as the step's data, in the result, among its
    // candidates.
    return forPlans / (BYTES_PER_TOKEN * (candidates + 2));
  }
}
