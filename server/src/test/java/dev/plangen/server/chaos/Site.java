package dev.plangen.server.chaos;

import dev.plangen.server.Access;
import dev.plangen.server.Drain;
import dev.plangen.server.PlanGenServer;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.llm.openai.ApiKeyHeader;
import dev.plangen.server.llm.openai.OpenAiModel;
import dev.plangen.server.llm.openai.OpenAiSettings;
import dev.plangen.server.llm.openai.OpenAiTimeouts;
import dev.plangen.server.llm.openai.OpenAiTransport;
import dev.plangen.server.llm.openai.TokenLimitField;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.TestServer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the chaos is brought upon: a server on a socket and its provider, nothing of it in play. */
final class Site implements AutoCloseable {

  /** Short, so that a provider that stalls is met often. */
  private static final OpenAiTimeouts TIMEOUTS =
      new OpenAiTimeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(4));

  private static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(20), Duration.ofMillis(300), Duration.ofMillis(300));

  private static final Prices PRICES = new Prices(1_000_000, 100_000, 4_000_000, "USD");

  final ServerSettings settings;
  final FairQueue queue;
  final OpenAiEndpoint endpoint;
  final PlanGenServer server;
  private final OpenAiTransport transport = new OpenAiTransport();

  Site(Scale scale, ChaosEndpoint behaviour) throws IOException {
    settings = scale.settings();
    queue = new FairQueue(scale.slots());
    endpoint = OpenAiEndpoint.start(behaviour);
    var model =
        new SharedModel(
            new OpenAiModel(model(endpoint.baseUrl()), transport),
            queue,
            RETRIES,
            new RetryBudget(),
            Optional.of(PRICES));
    server =
        new PlanGenServer(
            NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            TestServer.offers(
                new Models(
                    List.of(new Models.Served(TestServer.MODEL, "openai", model)),
                    Optional.empty(),
                    TestServer.MODEL)),
            settings,
            Access.OPEN);
    server.start();
  }

  private static OpenAiSettings model(String baseUrl) {
    return new OpenAiSettings(
        TestServer.MODEL,
        baseUrl,
        Optional.of(() -> TestServer.KEY),
        ApiKeyHeader.BEARER,
        "gpt-5-mini",
        TokenLimitField.MAX_COMPLETION_TOKENS,
        Optional.empty(),
        Map.of(),
        Map.of(),
        Set.of(),
        false,
        TIMEOUTS);
  }

  @Override
  public void close() {
    try {
      server.drain(Drain.within(Duration.ofMillis(200)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    transport.close();
    endpoint.close();
  }
}
