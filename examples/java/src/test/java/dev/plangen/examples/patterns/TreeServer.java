package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.support.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The real server of this tree, started once for all test classes that it is registered in, and
 * stopped after the last. Its offline model makes no mistakes and writes 30 tokens a second, so
 * that a solve takes some seconds; its other model is an {@link EndlessModel}.
 */
final class TreeServer implements BeforeAllCallback {

  /** The id of the model that never comes to an end. */
  static final String ENDLESS = "test/endless";

  private record Started(EndlessModel endless, ServerProcess process) implements AutoCloseable {

    static Started now() {
      try {
        EndlessModel endless = EndlessModel.start();
        Path file = Files.createTempFile("plangen", ".yaml");
        Files.writeString(
            file,
            """
            models:
              - { id: offline/planner, provider: offline, noise: 0, judge_noise: 0, tokens_per_second: 30 }
              - { id: %s, provider: remote, target: "127.0.0.1:%d" }
            """
                .formatted(ENDLESS, endless.port()));
        ServerProcess process = ServerProcess.start("--config", file.toString());
        Files.delete(file);
        return new Started(endless, process);
      } catch (Exception e) {
        throw new IllegalStateException("the server of this tree did not start", e);
      }
    }

    @Override
    public void close() {
      process.close();
      endless.close();
    }
  }

  @SuppressWarnings("NullAway.Init")
  private Started started;

  @Override
  public void beforeAll(ExtensionContext context) {
    // In the root's store, which JUnit closes after all tests.
    started =
        context
            .getRoot()
            .getStore(Namespace.create(TreeServer.class))
            .computeIfAbsent(Started.class, key -> Started.now(), Started.class);
  }

  /** Where the server listens. */
  String target() {
    return started.process().target();
  }

  /** A client of the server; the caller closes it. */
  PlanGenClient client() {
    return PlanGenClient.builder().target(target()).plaintext().build();
  }

  EndlessModel endless() {
    return started.endless();
  }
}
