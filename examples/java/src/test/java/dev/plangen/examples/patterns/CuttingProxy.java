package dev.plangen.examples.patterns;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network that breaks: a TCP proxy that cuts its connections after so many bytes from the server,
 * wherever in a frame that is. The first connection is cut after the first number, and so on; later
 * connections are left alone.
 */
final class CuttingProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final String serverHost;
  private final int serverPort;
  private final List<Integer> cuts;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();

  /**
   * @param target the server, as {@code host:port}
   */
  CuttingProxy(String target, List<Integer> cuts) throws IOException {
    int colon = target.lastIndexOf(':');
    this.serverHost = target.substring(0, colon);
    this.serverPort = Integer.parseInt(target.substring(colon + 1));
    this.cuts = List.copyOf(cuts);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where the proxy listens, as {@code host:port}. */
  String target() {
    return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
  }

  /** How many connections have been cut. */
  int cutsMade() {
    return made.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(serverHost, serverPort);
        int number = connections.getAndIncrement();
        int allowed = number < cuts.size() ? cuts.get(number) : Integer.MAX_VALUE;
        Thread.ofVirtual().start(() -> copy(client, server, Integer.MAX_VALUE));
        Thread.ofVirtual().start(() -> copy(server, client, allowed));
      } catch (IOException e) {
        // Closed; or a connection that broke by itself.
      }
    }
  }

  private void copy(Socket from, Socket to, int allowed) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      int left = allowed;
      while (left > 0) {
        int read = in.read(buffer, 0, Math.min(left, buffer.length));
        if (read < 0) {
          return;
        }
        out.write(buffer, 0, read);
        left -= read;
      }
      made.incrementAndGet();
    } catch (IOException e) {
      // The other direction has closed both.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
