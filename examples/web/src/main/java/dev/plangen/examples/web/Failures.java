package dev.plangen.examples.web;

import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.plangen.client.PlanGenException;
import java.io.IOException;

/** Answers for handlers that throw, and closes every exchange. */
final class Failures extends Filter {

  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  @Override
  public String description() {
    return "answers for handlers that throw";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    try (exchange) {
      try {
        chain.doFilter(exchange);
      } catch (RefusedException e) {
        e.refusal().answer(exchange);
      } catch (PlanGenException e) {
        Refusal.of(e).answer(exchange);
      } catch (RuntimeException e) {
        LOG.log(ERROR, "a bug of this example", e);
        Refusal.of(500, "Something went wrong here; the log of the page's server says what.")
            .answer(exchange);
      }
    }
  }
}
