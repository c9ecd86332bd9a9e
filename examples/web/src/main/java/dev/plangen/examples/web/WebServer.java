package dev.plangen.examples.web;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.plangen.client.PlanGenClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The HTTP server, on this machine's loopback: it asks nobody who they are. To show runs to others,
 * put a proxy in front of it that does.
 *
 * <p>A virtual thread for each request. One that follows a run is parked nearly always: for news of
 * the run, or for a browser that is slow.
 */
final class WebServer implements AutoCloseable {

  static {
    // Read once, when the first HTTP server is made. Each event is a small write, and waiting for
    // the acknowledgement of the one before would hold it up for some 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private WebServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Serves when it returns.
   *
   * @param port 0 for any that is free
   * @param client whoever calls this closes it, afterwards
   * @param beat how long an event stream may be silent, so that either side notices that the other
   *     is gone
   */
  static WebServer start(int port, PlanGenClient client, Duration beat) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    WebServer started = new WebServer(HttpServer.create(address, 0));
    EventsHandler events = new EventsHandler(client.runs(), beat);
    started.serve("/", new PageHandler());
    started.serve("/runs", new RunsHandler(client.runs(), events));
    started.serve("/catalogue", new CatalogueHandler(client));
    started.server.setExecutor(started.threads);
    started.server.start();
    return started;
  }

  private void serve(String path, HttpHandler handler) {
    HttpContext context = server.createContext(path, handler);
    context.getFilters().add(new Guard());
    context.getFilters().add(new Failures());
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Breaks what is open; browsers come back to the next server by themselves. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
