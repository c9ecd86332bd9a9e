package dev.plangen.examples.web;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps other sites out. A server on the loopback is reached by every page that its user's browser
 * shows, so it answers only to its own name (a name that somebody else's DNS points here is
 * another), and takes requests that change something from its own pages alone.
 */
final class Guard extends Filter {

  private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  @Override
  public String description() {
    return "keeps other sites out";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Headers answer = exchange.getResponseHeaders();
    answer.set(
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
            + " object-src 'none'");
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("Referrer-Policy", "no-referrer");
    answer.set("Cross-Origin-Opener-Policy", "same-origin");
    answer.set("Cross-Origin-Resource-Policy", "same-origin");
    Optional<Refusal> refusal = refusal(exchange);
    if (refusal.isPresent()) {
      refusal.get().answer(exchange);
      exchange.close();
    } else {
      chain.doFilter(exchange);
    }
  }

  private static Optional<Refusal> refusal(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String host = Optional.ofNullable(headers.getFirst("Host")).orElse("");
    if (!OWN_NAMES.contains(host.replaceFirst(":\\d+$", ""))) {
      return Optional.of(Refusal.of(421, "This server answers to 127.0.0.1 and localhost only."));
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return Optional.empty();
    }
    if (!isOwn(headers, host)) {
      return Optional.of(Refusal.of(403, "Another site must not start or cancel runs."));
    }
    // Also what a form of another site, sent by a browser that says nothing of itself, can't have.
    String type = Optional.ofNullable(headers.getFirst("Content-Type")).orElse("");
    if (!type.matches("(?i)application/json(\\s*;.*)?")) {
      return Optional.of(Refusal.of(415, "Content-Type must be application/json."));
    }
    return Optional.empty();
  }

  /** By what browsers say of the page that sends a request; programs say nothing, and may. */
  private static boolean isOwn(Headers headers, String host) {
    String site = headers.getFirst("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = headers.getFirst("Origin");
    return origin == null || origin.equals("http://" + host);
  }
}
