package dev.plangen.examples.benchmark.figure;

import dev.plangen.examples.benchmark.endpoint.EndpointMain;
import dev.plangen.examples.benchmark.endpoint.Pace;
import dev.plangen.examples.benchmark.process.Child;
import dev.plangen.examples.benchmark.process.CpuWatch;
import dev.plangen.examples.benchmark.process.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes of one figure: fresh, so that no figure depends on the one before. */
final class Lab implements AutoCloseable {

  private final Setting setting;
  private final List<Child> children = new ArrayList<>();
  private final Child endpoint;

  Lab(Setting setting) throws IOException {
    this.setting = setting;
    this.endpoint = worker("endpoint", EndpointMain.class);
  }

  Child endpoint() {
    return endpoint;
  }

  /** Where the endpoint serves Chat Completions. */
  String baseUrl() {
    return "http://127.0.0.1:" + Line.parse(endpoint.ready()).integer("port") + "/v1";
  }

  /** One of the benchmark's own programs. */
  Child worker(String name, Class<?> main, String... arguments) throws IOException {
    Path target = setting.root().resolve("examples/benchmark/target");
    return start(
        name,
        Stream.concat(
                Stream.of(
                    setting.java().toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    target.resolve("plangen-benchmark.jar") + ":" + target.resolve("lib/*"),
                    main.getName()),
                Stream.of(arguments))
            .toList());
  }

  /** The server, as users start it, with a model for each pace. */
  Child server(Pace... paces) throws IOException {
    // More than the figures need: what is measured is the server, not its limits.
    return server(100_000, paces);
  }

  /** One that takes no more than so many live runs. */
  Child server(int liveRuns, Pace... paces) throws IOException {
    String models =
        Stream.of(paces)
            .map(
                pace ->
                    "  - { id: bench/%s, provider: vllm, model: %s, base_url: \"%s\", max_concurrent_calls: 100000 }\n"
                        .formatted(pace.name(), pace.name(), baseUrl()))
            .collect(Collectors.joining());
    Path config = setting.work().resolve("server.yaml");
    Files.writeString(
        config,
        "limits: { max_live_runs: %d, max_streams: 100000 }\nmodels:\n".formatted(liveRuns)
            + models);
    return start(
        "server",
        List.of(
            setting.root().resolve("server/bin/plangen-server").toString(),
            "--port",
            "0",
            "--config",
            config.toString()));
  }

  /** Where a server listens, by its first line. */
  static String target(Child server) {
    return server.ready().replace("listening on ", "");
  }

  CpuWatch watch(Child... watched) {
    return new CpuWatch(List.of(watched));
  }

  private Child start(String name, List<String> command) throws IOException {
    var child =
        new Child(
            name,
            setting.work().resolve(name + ".err"),
            Map.of("JAVA_HOME", setting.javaHome().toString()),
            command);
    children.add(child);
    return child;
  }

  @Override
  public void close() {
    children.reversed().forEach(Child::close);
  }
}
