package dev.plangen.examples.benchmark.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** The provider: one thread, one selector, prepared bytes. */
final class Endpoint {

  private static final int BACKLOG = 8192;

  private record Due(long nanos, Conversation conversation) {}

  private record Key(Task task, Pace pace) {}

  private final Selector selector = Selector.open();
  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>((a, b) -> Long.compare(a.nanos(), b.nanos()));
  private final Map<Key, Script> scripts = new HashMap<>();
  private final Closes closes;

  Endpoint(Closes closes) throws IOException {
    this.closes = closes;
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** Serves until the process ends. */
  void run() {
    try {
      while (true) {
        select();
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
        }
        selector.selectedKeys().clear();
        sendWhatIsDue();
      }
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void select() throws IOException {
    Due next = queue.peek();
    if (next == null) {
      selector.select();
      return;
    }
    long micros = (next.nanos() - System.nanoTime()) / 1000;
    if (micros <= 0) {
      selector.selectNow();
    } else {
      selector.select(Math.max(1, micros / 1000));
    }
  }

  private void serve(SelectionKey key) throws IOException {
    if (key.isAcceptable()) {
      accept();
      return;
    }
    Conversation conversation = (Conversation) key.attachment();
    try {
      if (key.isReadable()) {
        Optional<Request> request = conversation.read();
        if (request.isPresent()) {
          begin(conversation, request.get());
          return;
        }
      }
      if (key.isWritable()) {
        pump(conversation);
      }
    } catch (IOException gone) {
      end(conversation);
    }
  }

  private void accept() throws IOException {
    SocketChannel socket = listener.accept();
    while (socket != null) {
      socket.configureBlocking(false);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
      key.attach(new Conversation(socket, key));
      socket = listener.accept();
    }
  }

  private void begin(Conversation conversation, Request request) throws IOException {
    Script script =
        scripts.computeIfAbsent(
            new Key(request.task(), request.pace()), key -> Script.of(key.task(), key.pace()));
    conversation.begin(request, script, System.nanoTime());
    request.run().ifPresent(closes::asked);
    pump(conversation);
  }

  private void pump(Conversation conversation) throws IOException {
    long due = conversation.pump(System.nanoTime());
    if (due != Long.MAX_VALUE) {
      queue.add(new Due(due, conversation));
    }
  }

  private void sendWhatIsDue() {
    long now = System.nanoTime();
    for (Due next = queue.peek(); next != null && next.nanos() <= now; next = queue.peek()) {
      Conversation conversation = queue.remove().conversation();
      try {
        pump(conversation);
      } catch (IOException gone) {
        end(conversation);
      }
    }
  }

  private void end(Conversation conversation) {
    long now = System.nanoTime();
    conversation.run().ifPresent(run -> closes.closed(run, now));
    conversation.close();
  }
}
