package dev.plangen.server.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What an {@link OpenAiEndpoint} does with a request. */
public sealed interface Reply {

  /** An answer that is no stream. */
  record Status(int code, Map<String, String> headers, String body) implements Reply {
    public Status {
      headers = Map.copyOf(headers);
    }
  }

  /** A stream with status 200, as the steps say; {@link ChatAnswer} builds regular ones. */
  record Stream(List<Step> steps) implements Reply {
    public Stream {
      steps = List.copyOf(steps);
    }
  }

  /** Sends nothing, not even headers, until the gate opens. */
  record Held(Gate gate, Reply then) implements Reply {}

  /** Resets the connection (TCP RST) without an answer. */
  record Reset() implements Reply {}

  /** Closes the connection without an answer. */
  record HangUp() implements Reply {}

  /** A part of a stream. */
  sealed interface Step {
    /** Sent at once, as one chunk of the transfer encoding. */
    record Send(String text) implements Step {
      byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    }

    /** Sent byte by byte, each as a chunk of its own. */
    record SendSplit(String text) implements Step {}

    /** Sends this many bytes of it, which may end within a code point. */
    record SendHead(String text, int length) implements Step {
      byte[] bytes() {
        return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), length);
      }
    }

    /** Sends nothing for so long, or until the client goes. */
    record Pause(Duration length) implements Step {}

    record Hold(Gate gate) implements Step {}

    /** Closes the connection; nothing after it is sent. */
    record Cut() implements Step {}

    /** Resets the connection; nothing after it is sent. */
    record Reset() implements Step {}
  }

  static Reply status(int code) {
    return new Status(code, Map.of(), "{}");
  }

  /** An error as OpenAI sends it; {@code code} and {@code param} may be empty. */
  static Reply error(int status, String message, String code, String param) {
    return new Status(status, Map.of(), Json.error(message, code, param));
  }

  /** Never sends anything. */
  static Reply silence() {
    return new Held(new Gate(), status(500));
  }
}
