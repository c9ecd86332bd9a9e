package dev.plangen.server.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A connection on which anything can be said. Not thread-safe. */
public final class Http2Wire implements AutoCloseable {

  public static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Socket socket;
  private final DataInputStream in;

  private Http2Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
  }

  /** Connected to a port of the loopback; nothing has been sent. */
  public static Http2Wire connect(int port) throws IOException {
    return new Http2Wire(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Likewise, after the preface and with the default settings. */
  public static Http2Wire open(int port) throws IOException {
    Http2Wire wire = connect(port);
    wire.send(PREFACE);
    wire.send(Http2Frame.settings());
    return wire;
  }

  public void send(Http2Frame frame) throws IOException {
    send(frame.bytes());
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next such frame; the others are read over. Empty if the connection is closed before. */
  public Optional<Http2Frame> await(Predicate<Http2Frame> wanted) {
    try {
      while (true) {
        Http2Frame frame = read();
        if (wanted.test(frame)) {
          return Optional.of(frame);
        }
      }
    } catch (EOFException | SocketException e) {
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing came within " + LIMIT, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Optional<Http2Frame> await(int type) {
    return await(frame -> frame.type() == type);
  }

  /** Returns when the other side has closed the connection, in order or not. */
  public void awaitClosed() {
    if (await(_ -> false).isPresent()) {
      throw new AssertionError("no frame was wanted");
    }
  }

  private Http2Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    return new Http2Frame(type, flags, stream, in.readNBytes(length));
  }

  /** Reads over whatever has come, without waiting. */
  public void readOver() throws IOException {
    in.skipNBytes(in.available());
  }

  /** Whether the other side has, of what has come by now. */
  public boolean hasBeenClosed() throws IOException {
    socket.setSoTimeout(1);
    try {
      while (in.read() >= 0) {
        readOver();
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
