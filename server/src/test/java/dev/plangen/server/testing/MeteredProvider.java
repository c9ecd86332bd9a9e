package dev.plangen.server.testing;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.testing.OpenAiEndpoint.Behaviour;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A provider that knows what it is paid for. Its tokens have so many bytes each; it writes as many
 * as it may, half of them reasoning that nobody sees, and now and then refuses a request or breaks
 * off, when it has long written everything. Thread-safe.
 */
public final class MeteredProvider implements Behaviour {

  private final int bytesPerToken;
  private final Random random;
  private long input;
  private long output;
  private long requests;
  private long broken;

  public MeteredProvider(int bytesPerToken, long seed) {
    this.bytesPerToken = bytesPerToken;
    this.random = new Random(seed);
  }

  @Override
  public synchronized Reply reply(ChatCall call) {
    requests++;
    AnswerFormat format = ScriptedProvider.asked(call).orElseThrow();
    // The first call always succeeds, and tells how long prompts are.
    int fate = format == AnswerFormat.CONSTRAINTS ? 9 : random.nextInt(10);
    if (fate == 0) {
      return Reply.status(503);
    }
    long read = tokens(call);
    int most = call.body().get("max_completion_tokens").asInt();
    // The constraints are short, or nothing would be left for anything else.
    int written = format == AnswerFormat.CONSTRAINTS ? 50 : most;
    input += read;
    output += written;
    if (fate <= 2) {
      broken++;
      return (fate == 1 ? ChatAnswer.of("Well", 2) : new ChatAnswer()).cut().reply();
    }
    return ChatAnswer.of(text(format, written / 2), 512)
        .usage(new ChatAnswer.Usage(read, 0, written, written / 2))
        .reply();
  }

  private String text(AnswerFormat format, int tokens) {
    return switch (format) {
      case CONSTRAINTS -> "- One.\n- Two.";
      case PLAN, STEP -> ("x".repeat(bytesPerToken - 1) + " ").repeat(tokens);
      case VERDICT, SCORE, REWARD, COMPLETION, PRIORS -> "Score: 50";
    };
  }

  private long tokens(ChatCall call) {
    int bytes =
        call.text("system").getBytes(StandardCharsets.UTF_8).length
            + call.text("user").getBytes(StandardCharsets.UTF_8).length;
    return Math.ceilDiv(bytes, bytesPerToken);
  }

  /** Tokens that prompts had. */
  public synchronized long input() {
    return input;
  }

  /** Tokens that were written, sent or not. */
  public synchronized long output() {
    return output;
  }

  public synchronized long requests() {
    return requests;
  }

  /** Requests that broke off. */
  public synchronized long broken() {
    return broken;
  }
}
