package dev.plangen.server.planning.agent;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

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
              options.seed().toString())) {
        hash.update(part.getBytes(StandardCharsets.UTF_8));
        hash.update((byte) 0);
      }
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
