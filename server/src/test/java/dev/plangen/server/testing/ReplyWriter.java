package dev.plangen.server.testing;

import dev.plangen.server.testing.Reply.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Carries a reply out on its connection. */
record ReplyWriter(Socket socket, ChatCall call) {

  void write(Reply reply) throws IOException {
    switch (reply) {
      case Reply.Status status -> writeStatus(status);
      case Reply.Stream stream -> writeStream(stream);
      case Reply.Held held -> {
        held.gate().pass(call);
        write(held.then());
      }
      case Reply.Reset _ -> reset();
      case Reply.HangUp _ -> socket.close();
    }
  }

  private void writeStatus(Reply.Status status) throws IOException {
    byte[] body = status.body().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new HashMap<>(status.headers());
    headers.putIfAbsent("Content-Type", "application/json");
    headers.put("Content-Length", Integer.toString(body.length));
    head(status.code(), headers);
    out().write(body);
  }

  private void writeStream(Reply.Stream stream) throws IOException {
    head(200, Map.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked"));
    for (Step step : stream.steps()) {
      switch (step) {
        case Step.Send send -> chunk(send.bytes());
        case Step.SendSplit(String text) -> {
          for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            chunk(new byte[] {b});
          }
        }
        case Step.SendHead head -> chunk(head.bytes());
        case Step.Pause(Duration length) -> pause(length);
        case Step.Hold(Gate gate) -> gate.pass(call);
        case Step.Cut _ -> {
          socket.close();
          return;
        }
        case Step.Reset _ -> {
          reset();
          return;
        }
      }
    }
    ascii("0\r\n\r\n");
  }

  private void pause(Duration length) throws IOException {
    call.gone()
        .copy()
        .thenApply(_ -> true)
        .completeOnTimeout(false, length.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    if (call.gone().isDone()) {
      throw new IOException("the client has closed the connection");
    }
  }

  private void head(int status, Map<String, String> headers) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    ascii(head.append("\r\n").toString());
  }

  private void chunk(byte[] bytes) throws IOException {
    byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] chunk = new byte[size.length + bytes.length + 2];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(bytes, 0, chunk, size.length, bytes.length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    out().write(chunk);
  }

  private void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void ascii(String text) throws IOException {
    out().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private OutputStream out() throws IOException {
    return socket.getOutputStream();
  }
}
