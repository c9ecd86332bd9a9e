package dev.plangen.server.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Speaks just enough HTTP/2 to tell who connects that it is asked too often. */
final class GoingAway implements AutoCloseable {

  private static final byte SETTINGS = 4;
  private static final byte GOAWAY = 7;
  private static final int ENHANCE_YOUR_CALM = 11;

  private final ServerSocket listening;
  private final byte[] frames;

  private GoingAway(ServerSocket listening, byte[] frames) {
    this.listening = listening;
    this.frames = frames;
    Thread.ofVirtual().start(this::serve);
  }

  static GoingAway saying(String words) throws IOException {
    byte[] data = words.getBytes(StandardCharsets.UTF_8);
    var frames = new ByteArrayOutputStream();
    frames.writeBytes(frame(SETTINGS, new byte[0]));
    frames.writeBytes(
        frame(
            GOAWAY,
            ByteBuffer.allocate(8 + data.length)
                // The last stream that it has seen.
                .putInt(0)
                .putInt(ENHANCE_YOUR_CALM)
                .put(data)
                .array()));
    return new GoingAway(
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), frames.toByteArray());
  }

  /** Of stream 0, without flags. */
  private static byte[] frame(byte type, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putShort((short) (payload.length >> 8))
        .put((byte) payload.length)
        .put(type)
        .put((byte) 0)
        .putInt(0)
        .put(payload)
        .array();
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Once: gRPC comes back at once, without end. */
  private void serve() {
    try (listening;
        Socket socket = listening.accept()) {
      socket.getOutputStream().write(frames);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException gone) {
      // The client hung up, or this is closed.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
