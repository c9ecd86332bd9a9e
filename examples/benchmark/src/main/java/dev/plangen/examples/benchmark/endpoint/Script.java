package dev.plangen.examples.benchmark.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole HTTP response, prepared once: its bytes, and up to which of them has been sent after each
 * piece. The head goes with the first piece, the end with the last.
 */
final class Script {

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final byte[] bytes;
  private final int[] ends;

  private Script(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  static Script of(Task task, Pace pace) {
    var bytes = new ByteArrayOutputStream();
    List<Integer> ends = new ArrayList<>();
    bytes.writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
    event(bytes, delta("\"role\":\"assistant\",\"content\":\"\"", "null"));
    for (int i = 0; i < pace.chunks(); i++) {
      String text = task.piece(pace, i).replace("\n", "\\n");
      event(bytes, delta("\"content\":\"" + text + "\"", "null"));
      if (i == pace.chunks() - 1) {
        event(bytes, delta("", "\"stop\""));
        event(bytes, usage(pace.chunks()));
        event(bytes, "[DONE]");
        bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      ends.add(bytes.size());
    }
    return new Script(bytes.toByteArray(), ends.stream().mapToInt(Integer::intValue).toArray());
  }

  /** All of it, to be read only. */
  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  int pieces() {
    return ends.length;
  }

  /** Where in the buffer piece {@code index} ends. */
  int end(int index) {
    return ends[index];
  }

  private static String delta(String delta, String finish) {
    return chunk(
        "{\"index\":0,\"delta\":{"
            + delta
            + "},\"logprobs\":null,\"finish_reason\":"
            + finish
            + "}",
        "");
  }

  private static String usage(int tokens) {
    return chunk(
        "",
        ",\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":"
            + tokens
            + ",\"total_tokens\":"
            + (tokens + 100)
            + "}");
  }

  private static String chunk(String choices, String more) {
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
        + "\"model\":\"bench\",\"choices\":["
        + choices
        + "]"
        + more
        + "}";
  }

  /** Each event in an HTTP chunk of its own, as providers send it. */
  private static void event(ByteArrayOutputStream bytes, String data) {
    String event = "data: " + data + "\n\n";
    String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
    bytes.writeBytes(chunk.getBytes(StandardCharsets.US_ASCII));
  }
}
