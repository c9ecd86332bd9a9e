package dev.plangen.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Stands between callers and a server on the loopback, so that their connections can be cut. */
final class Relay implements AutoCloseable {

  private final int target;
  private final Executor executor;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  Relay(int target, Executor executor) {
    this.target = target;
    this.executor = executor;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    executor.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = opened(listener.accept());
        Socket server = opened(new Socket(InetAddress.getLoopbackAddress(), target));
        executor.execute(() -> carry(caller, server));
        executor.execute(() -> carry(server, caller));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private Socket opened(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    open.add(socket);
    return socket;
  }

  private void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // Both are closed, as they are at the end of one.
    } finally {
      open.remove(from);
    }
  }

  /** Ends all connections, without a word. */
  void cut() {
    for (Socket socket : open) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (IOException closed) {
        // By its other end.
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
