package dev.plangen.server.testing;

import dev.plangen.server.llm.openai.OpenAiTimeouts;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A way in which a provider fails, and what callers are told of it.
 *
 * @param reply what an {@link OpenAiEndpoint} does
 * @param timeouts with which the server calls it
 * @param retryDelay what callers are told to wait
 */
public record ModelFault(
    String name,
    Supplier<Reply> reply,
    OpenAiTimeouts timeouts,
    Status.Code code,
    String reason,
    Optional<Duration> retryDelay) {

  /** What a provider may write into its errors, and no caller and no log is to see. */
  public static final String PROVIDER_TEXT =
      "Your prompt was rejected. Incorrect API key: sk-leaked-by-the-provider, "
          + TestServer.KEY
          + ", ask billing@provider.example.";

  /** Parts of {@link #PROVIDER_TEXT}. */
  public static final List<String> SECRETS =
      List.of(
          "prompt was rejected", "sk-leaked", "provider.example", TestServer.KEY, "leaked_code");

  static ModelFault of(String name, Supplier<Reply> reply, Status.Code code, String reason) {
    return new ModelFault(name, reply, OpenAiTimeouts.DEFAULT, code, reason, Optional.empty());
  }

  /** That passes, some say. */
  static ModelFault unavailable(String name, Supplier<Reply> reply) {
    return of(name, reply, Status.Code.UNAVAILABLE, "MODEL_UNAVAILABLE");
  }

  ModelFault within(Duration stall, Duration call) {
    var shorter = new OpenAiTimeouts(OpenAiTimeouts.DEFAULT.connect(), stall, call);
    return new ModelFault(name, reply, shorter, code, reason, retryDelay);
  }

  ModelFault retryAfter(Duration delay) {
    return new ModelFault(name, reply, timeouts, code, reason, Optional.of(delay));
  }

  @Override
  public String toString() {
    return name;
  }
}
