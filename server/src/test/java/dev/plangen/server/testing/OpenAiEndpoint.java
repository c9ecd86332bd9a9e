package dev.plangen.server.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A local server of the Chat Completions API on plain sockets, so that a test sees when a client
 * closes a connection, and can stall, cut and split answers anywhere. Thread-safe.
 */
public final class OpenAiEndpoint implements AutoCloseable {

  /** Decides what becomes of each request; called on a thread of the request's own. */
  @FunctionalInterface
  public interface Behaviour {
    Reply reply(ChatCall call);
  }

  private final ServerSocket listener;
  private final Behaviour behaviour;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<ChatCall> calls = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private int arrived;
  private int connected;
  private int inFlight;
  private int maxInFlight;

  private OpenAiEndpoint(ServerSocket listener, Behaviour behaviour) {
    this.listener = listener;
    this.behaviour = behaviour;
  }

  /** Listens on a free port of the loopback. */
  public static OpenAiEndpoint start(Behaviour behaviour) {
    try {
      var listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      var endpoint = new OpenAiEndpoint(listener, behaviour);
      Thread.ofVirtual().name("openai-endpoint").start(endpoint::accept);
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses requests that have this field as OpenAI's reasoning models do. */
  public static Behaviour refusing(String field, Behaviour otherwise) {
    return call ->
        call.body().has(field)
            ? Reply.error(
                400,
                "Unsupported value: '%s' does not support %s with this model."
                    .formatted(field, call.body().get(field)),
                "unsupported_value",
                field)
            : otherwise.reply(call);
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
  }

  /** Every request so far, in order of arrival. */
  public List<ChatCall> calls() {
    return locked(() -> List.copyOf(calls));
  }

  /** Requests that are neither answered to the end nor left by their client. */
  public int inFlight() {
    return locked(() -> inFlight);
  }

  public int maxInFlight() {
    return locked(() -> maxInFlight);
  }

  /** Connections accepted so far. */
  public int connections() {
    return locked(() -> connected);
  }

  /**
   * Lets go of the requests and connections that are over, for those who send very many: {@link
   * #calls} then lacks them, and {@link #awaitCall} is of no use.
   */
  public void forgetWhatIsOver() {
    locked(
        () -> {
          sockets.removeIf(Socket::isClosed);
          return calls.removeIf(call -> call.ended().isDone());
        });
  }

  /** Waits for the request with this number, from 1. */
  public ChatCall awaitCall(int number, Duration limit) {
    require(await(limit, () -> calls.size() >= number), "request " + number + " did not come");
    return calls().get(number - 1);
  }

  /** Waits until this many requests are in flight at the same time. */
  public void awaitInFlight(int count, Duration limit) {
    require(await(limit, () -> inFlight >= count), count + " requests were never in flight");
  }

  /**
   * Waits until no request is in flight: each was answered to its end or its connection closed by
   * its client. Connections in a client's pool may stay.
   */
  public boolean awaitAllClosed(Duration limit) {
    return await(limit, () -> inFlight == 0);
  }

  @Override
  public void close() {
    List<Socket> open = locked(() -> List.copyOf(sockets));
    closeQuietly(listener);
    open.forEach(OpenAiEndpoint::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        int number =
            locked(
                () -> {
                  sockets.add(socket);
                  return ++connected;
                });
        Thread.ofVirtual().start(() -> serve(socket, number));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** Reads on while a request is being answered: that is how the client's going is seen. */
  private void serve(Socket socket, int connection) {
    @Nullable ChatCall current = null;
    try (socket) {
      var reader = new HttpRequestReader(new BufferedInputStream(socket.getInputStream()));
      while (true) {
        HttpRequestReader.Request request = reader.next();
        if (current != null) {
          current.ended().join();
        }
        ChatCall call = arrived(connection, request);
        current = call;
        Thread.ofVirtual().start(() -> answer(call, socket));
      }
    } catch (IOException clientClosed) {
      if (current != null && !current.ended().isDone()) {
        current.gone().complete(System.nanoTime());
      }
    }
  }

  private ChatCall arrived(int connection, HttpRequestReader.Request request) {
    return locked(
        () -> {
          ChatCall call =
              new ChatCall(
                  ++arrived, connection, request.path(), request.headers(), request.body());
          calls.add(call);
          inFlight++;
          maxInFlight = Math.max(maxInFlight, inFlight);
          return call;
        });
  }

  private void answer(ChatCall call, Socket socket) {
    try {
      new ReplyWriter(socket, call).write(behaviour.reply(call));
    } catch (IOException clientClosed) {
      call.gone().complete(System.nanoTime());
    } finally {
      call.ended().complete(null);
      locked(() -> inFlight--);
    }
  }

  private <T> T locked(Supplier<T> step) {
    lock.lock();
    try {
      T result = step.get();
      changed.signalAll();
      return result;
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Duration limit, BooleanSupplier condition) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException alreadyClosed) {
      // That is all that was wanted.
    }
  }
}
