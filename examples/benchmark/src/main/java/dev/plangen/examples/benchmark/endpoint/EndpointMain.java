package dev.plangen.examples.benchmark.endpoint;

import dev.plangen.examples.benchmark.process.Line;
import dev.plangen.examples.benchmark.process.Worker;
import java.util.Map;

/** The endpoint's process. */
public final class EndpointMain {

  private EndpointMain() {}

  public static void main(String[] args) throws Exception {
    var closes = new Closes();
    var endpoint = new Endpoint(closes);
    Thread.ofPlatform().name("endpoint").daemon().start(endpoint::run);
    Worker.serve(Line.of("ready").with("port", endpoint.port()), Map.of("closes", closes::look));
  }
}
