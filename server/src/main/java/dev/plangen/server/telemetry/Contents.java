package dev.plangen.server.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plangen.server.domain.CallIntent;
import dev.plangen.server.domain.CallRecord;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What spans tell of the texts that models read and write. */
public enum Contents {
  /** Nothing. */
  HIDDEN {
    @Override
    void asked(Span span, CallIntent call) {}

    @Override
    void answered(Span span, CallRecord call) {}
  },

  /** All of them, each up to {@link #MOST_CHARS}, in the form of OpenTelemetry's conventions. */
  SHOWN {
    @Override
    void asked(Span span, CallIntent call) {
      if (!call.systemPrompt().isEmpty()) {
        span.setAttribute(
            GenAi.SYSTEM_INSTRUCTIONS, json(List.of(text(bounded(call.systemPrompt())))));
      }
      span.setAttribute(
          GenAi.INPUT_MESSAGES,
          json(List.of(Map.of("role", "user", "parts", List.of(text(bounded(call.prompt())))))));
    }

    @Override
    void answered(Span span, CallRecord call) {
      span.setAttribute(
          GenAi.OUTPUT_MESSAGES,
          json(
              List.of(
                  Map.of(
                      "role",
                      "assistant",
                      "parts",
                      List.of(text(bounded(call.text()))),
                      "finish_reason",
                      call.finish().name().toLowerCase(Locale.ROOT)))));
    }
  };

  /** Of one text, in characters. */
  static final int MOST_CHARS = 16_384;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A request is about to be sent. */
  abstract void asked(Span span, CallIntent call);

  /** It has been answered. */
  abstract void answered(Span span, CallRecord call);

  private static Map<String, String> text(String content) {
    return Map.of("type", "text", "content", content);
  }

  private static String bounded(String text) {
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("lists of maps of strings are JSON", e);
    }
  }
}
