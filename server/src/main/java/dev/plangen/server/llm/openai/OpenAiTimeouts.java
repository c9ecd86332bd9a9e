package dev.plangen.server.llm.openai;

import java.time.Duration;

/**
 * How long a call may take; what takes longer ends as UNAVAILABLE.
 *
 * @param connect to reach the provider; positive
 * @param stall without a single byte from the provider, before its headers and between chunks;
 *     positive. Reasoning models think in silence: minutes, not seconds
 * @param call one HTTP request from begin to end; positive
 */
public record OpenAiTimeouts(Duration connect, Duration stall, Duration call) {

  public static final OpenAiTimeouts DEFAULT =
      new OpenAiTimeouts(Duration.ofSeconds(10), Duration.ofMinutes(3), Duration.ofMinutes(10));

  public OpenAiTimeouts {
    requirePositive("connect", connect);
    requirePositive("stall", stall);
    requirePositive("call", call);
  }

  private static void requirePositive(String name, Duration value) {
    // OkHttp counts in milliseconds and takes 0 for "never".
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "the " + name + " timeout is " + value + "; it must be at least 1 ms");
    }
  }
}
