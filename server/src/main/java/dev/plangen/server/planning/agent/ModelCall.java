package dev.plangen.server.planning.agent;

import dev.plangen.server.domain.CallIntent;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/**
 * A call that an agent wants made.
 *
 * @param model id of a served model
 * @param mostBytes where the text is cut off, in bytes of UTF-8, whatever the model does
 */
public record ModelCall(
    CallKey key,
    TextName writes,
    String model,
    Prompt prompt,
    GenerationOptions options,
    int mostBytes) {

  /** The most tokens that it may write if the budget allows them. */
  public int outputTokens() {
    return options.maxOutputTokens().orElse(Asking.DEFAULT_OUTPUT_TOKENS);
  }

  /** Where the text is cut off if it may have no more than this many tokens. */
  public int mostBytes(int tokens) {
    return Math.min(mostBytes, Math.multiplyExact(tokens, TextBounds.BYTES_PER_TOKEN));
  }

  /**
   * What is kept of it once it has been made.
   *
   * @param loweredLimit the most tokens that it was allowed, if the budget made that fewer
   */
  public CallRecord record(
      String text, FinishCause finish, TokenCount tokens, OptionalInt loweredLimit) {
    return new CallRecord(key, writes, model, fingerprint(), text, finish, tokens, loweredLimit);
  }

  /** The same, for those who watch the run. */
  public CallIntent intent() {
    return new CallIntent(
        key, writes.stage(), model, prompt.system(), prompt.user(), options.temperature());
  }

  /** Two calls with the same fingerprint are the same question asked the same way. */
  public String fingerprint() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (String part :
          List.of(
              model,
              prompt.system(),
              prompt.user(),
              options.temperature().toString(),
              options.maxOutputTokens().toString(),
              options.seed().toString(),
              options.schema().toString())) {
        hash.update(part.getBytes(StandardCharsets.UTF_8));
        hash.update((byte) 0);
      }
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
