package dev.plangen.server.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where an issuer of tokens publishes its keys. Thread-safe. */
public final class IssuerEndpoint implements AutoCloseable {

  private static final String DOWN = "";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean stalls;
  private volatile String keys;

  /** One that publishes these. */
  public IssuerEndpoint(String keys) throws IOException {
    this.keys = keys;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/keys", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  /** How often it has been asked. */
  public int asked() {
    return asked.get();
  }

  public void publish(String other) {
    keys = other;
  }

  /** Answers with 503 from now on. */
  public void fail() {
    keys = DOWN;
  }

  /** Does not answer from now on. */
  public void stall() {
    stalls = true;
  }

  /** Returns when somebody waits for an answer. */
  public void awaitStalled() throws InterruptedException {
    if (!stalled.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody has asked");
    }
  }

  /** Leaves those without an answer that wait for one. */
  public void hangUp() {
    closing.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      if (stalls) {
        stalled.countDown();
        closing.await();
        return;
      }
      String body = keys;
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          body.equals(DOWN) ? 503 : 200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdown();
  }
}
