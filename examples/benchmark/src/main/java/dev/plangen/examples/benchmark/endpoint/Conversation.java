package dev.plangen.examples.benchmark.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection of a client: requests one after the other, each answered at its pace. */
final class Conversation {

  private static final int MOST_BYTES = 1 << 20;

  private final SocketChannel socket;
  private final SelectionKey key;
  private ByteBuffer received = ByteBuffer.allocate(8192);
  private @Nullable Request request;
  private ByteBuffer reply = ByteBuffer.allocate(0);
  private @Nullable Script script;
  private int piece;
  private long begin;

  Conversation(SocketChannel socket, SelectionKey key) {
    this.socket = socket;
    this.key = key;
  }

  /** The run whose answer is under way. */
  Optional<String> run() {
    return Optional.ofNullable(request).flatMap(Request::run);
  }

  /**
   * Reads what has come.
   *
   * @return a request, if that is whole now
   * @throws IOException if the client has closed
   */
  Optional<Request> read() throws IOException {
    if (!received.hasRemaining()) {
      if (received.capacity() >= MOST_BYTES) {
        throw new IOException("too long a request");
      }
      received =
          ByteBuffer.wrap(Arrays.copyOf(received.array(), received.capacity() * 2))
              .position(received.position());
    }
    int count = socket.read(received);
    if (count < 0) {
      throw new IOException("closed");
    }
    return Request.take(received);
  }

  void begin(Request asked, Script answer, long now) {
    request = asked;
    script = answer;
    reply = answer.buffer().limit(0);
    piece = 0;
    begin = now;
  }

  /**
   * Sends what is due.
   *
   * @return when to be called next; {@link Long#MAX_VALUE} if not by the clock
   */
  long pump(long now) throws IOException {
    if (request == null || script == null) {
      return Long.MAX_VALUE;
    }
    Pace pace = request.pace();
    while (piece < script.pieces() && begin + pace.dueNanos(piece) <= now) {
      reply.limit(script.end(piece));
      piece++;
    }
    if (reply.hasRemaining()) {
      socket.write(reply);
    }
    if (reply.hasRemaining()) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      return Long.MAX_VALUE;
    }
    if (key.interestOps() != SelectionKey.OP_READ) {
      key.interestOps(SelectionKey.OP_READ);
    }
    if (piece == script.pieces()) {
      request = null;
      return Long.MAX_VALUE;
    }
    return begin + pace.dueNanos(piece);
  }

  /** What is still queued for it finds nothing to do. */
  void close() {
    request = null;
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // It is what was wanted.
    }
  }
}
