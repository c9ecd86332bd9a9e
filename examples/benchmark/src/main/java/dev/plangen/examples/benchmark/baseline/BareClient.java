package dev.plangen.examples.benchmark.baseline;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Timeout;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** openai-java with nothing around it, on the same connection pool as the server's. */
final class BareClient {

  private static final int MAX_IDLE_CONNECTIONS = 512;
  private static final Duration STALL = Duration.ofMinutes(3);

  private final OpenAIClient client;

  BareClient(String baseUrl) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(MAX_IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
            .build();
    client =
        OpenAIOkHttpClient.builder()
            .okHttpClient(http)
            .baseUrl(baseUrl)
            .apiKey("none")
            .maxRetries(0)
            .timeout(Timeout.builder().read(STALL).write(STALL).build())
            .build();
  }

  /** One streamed call; {@code onText} gets each piece. */
  void stream(String model, String system, String user, Consumer<String> onText) {
    ChatCompletionCreateParams.Builder request =
        ChatCompletionCreateParams.builder()
            .model(model)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .temperature(0.7)
            .maxCompletionTokens(8192);
    if (!system.isEmpty()) {
      request.addSystemMessage(system);
    }
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(request.addUserMessage(user).build())) {
      chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .forEach(onText);
    }
  }
}
