package dev.plangen.examples.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;

/** The files of the page. */
final class PageHandler implements HttpHandler {

  /** A name without any slash, so that it can't lead out of the directory. */
  private static final Pattern FILE = Pattern.compile("[a-z-]+\\.(?<type>html|css|js|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> send(exchange, path.equals("/") ? "index.html" : path.substring(1));
      default -> throw new RefusedException(405, "A file of the page can only be read.");
    }
  }

  static void send(HttpExchange exchange, String file) throws IOException {
    var name = FILE.matcher(file);
    if (!name.matches()) {
      throw new RefusedException(404, "There is no such page.");
    }
    try (InputStream content = PageHandler.class.getResourceAsStream("page/" + file)) {
      if (content == null) {
        throw new RefusedException(404, "There is no such page.");
      }
      exchange.getResponseHeaders().set("Cache-Control", "no-cache");
      String type = TYPES.getOrDefault(name.group("type"), "application/octet-stream");
      Answer.send(exchange, 200, type, content.readAllBytes());
    }
  }
}
