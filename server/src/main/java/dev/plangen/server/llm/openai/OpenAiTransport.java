package dev.plangen.server.llm.openai;

import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.LogLevel;
import com.openai.core.Timeout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * The connections to all providers, pooled by endpoint. Calls run on their callers' threads,
 * without a limit of their own on how many run at once. Thread-safe.
 */
public final class OpenAiTransport implements AutoCloseable {

  /** OkHttp's default of 5 would make every burst of a fan-out connect anew. */
  private static final int MAX_IDLE_CONNECTIONS = 512;

  private static final int IDLE_MINUTES = 5;

  /**
   * The SDK sends nothing without a key. The real one, which may change, is part of each request;
   * or the header is taken away.
   */
  private static final String NO_KEY = "none";

  private final OkHttpClient http;

  public OpenAiTransport() {
    this(Map::of);
  }

  /**
   * @param headers of each request, beside what the model's settings say; asked on the thread that
   *     sends it
   */
  public OpenAiTransport(Supplier<Map<String, String>> headers) {
    http =
        new OkHttpClient.Builder()
            .connectionPool(
                new ConnectionPool(MAX_IDLE_CONNECTIONS, IDLE_MINUTES, TimeUnit.MINUTES))
            .addInterceptor(CallTether.INTERCEPTOR)
            .addInterceptor(
                chain -> {
                  Request.Builder request = chain.request().newBuilder();
                  headers.get().forEach(request::header);
                  return chain.proceed(request.build());
                })
            // A redirect would carry the prompt, and Azure's key, to where nobody configured.
            .followRedirects(false)
            .build();
  }

  OpenAIClient client(OpenAiSettings settings) {
    OpenAiTimeouts timeouts = settings.timeouts();
    OpenAIOkHttpClient.Builder builder =
        OpenAIOkHttpClient.builder()
            .okHttpClient(http)
            .baseUrl(settings.baseUrl())
            .timeout(
                Timeout.builder()
                    .connect(timeouts.connect())
                    .read(timeouts.stall())
                    .write(timeouts.stall())
                    .request(timeouts.call())
                    .build())
            // The SDK's own retries go on after a cancel and know no deadline.
            .maxRetries(0)
            // Not OPENAI_LOG: at its levels prompts and answers are logged.
            .logLevel(LogLevel.OFF)
            .disableTelemetry(true);
    switch (settings.apiKeyHeader()) {
      case BEARER -> builder.apiKey(NO_KEY);
      case API_KEY -> builder.credential(AzureApiKeyCredential.create(NO_KEY));
    }
    if (settings.apiKey().isEmpty()) {
      builder.replaceHeaders(settings.apiKeyHeader().header(), List.of());
    }
    settings.headers().forEach(builder::replaceHeaders);
    return builder.build();
  }

  /** Closes idle connections; calls that still run end by themselves. */
  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
