package dev.plangen.examples.benchmark.baseline;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Loop;
import dev.plangen.examples.benchmark.process.Worker;
import java.util.Map;

/** The process that makes the calls of a solve without a server. */
public final class BareMain {

  private BareMain() {}

  /**
   * Takes {@code solve} and {@code open}, as the callers' process does.
   *
   * @param args the provider's base URL
   */
  public static void main(String[] args) throws Exception {
    var solve = new BareSolve(new BareClient(args[0]));
    Worker.serve(
        Line.of("ready"),
        Map.of(
            "solve",
            order ->
                Loop.run(
                    order.integer("runs"),
                    order.integer("parallel"),
                    () -> solve.run(order.text("model"))),
            "open",
            new BareArrivals(solve)));
  }
}
