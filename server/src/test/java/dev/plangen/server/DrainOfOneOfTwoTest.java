package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.SolveRequest;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers behind one channel that balances load; one of them is told to end. */
@Timeout(120)
class DrainOfOneOfTwoTest {

  private static final int STREAMS = 50;

  /** How the requests are told apart: by what a candidate may write at most. */
  private static final int SHORT = 1000;

  private static final int LONG = 2000;

  /** Plans once it is let; everything else it does at once. */
  private static final class Held implements LanguageModel {
    final CompletableFuture<Void> shortRuns = new CompletableFuture<>();
    final CompletableFuture<Void> longRuns = new CompletableFuture<>();
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger longRunsHeld = new AtomicInteger();
    final AtomicInteger shortRunsHeld = new AtomicInteger();
    private final OfflineModel exact = new OfflineModel(OfflineSettings.exact());

    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
      asked.incrementAndGet();
      switch (options.maxOutputTokens().orElse(0)) {
        case SHORT -> hold(shortRuns, shortRunsHeld, cancellation);
        case LONG -> hold(longRuns, longRunsHeld, cancellation);
        default -> {}
      }
      return exact.generate(prompt, options, sink, cancellation);
    }

    private static void hold(
        CompletableFuture<Void> gate, AtomicInteger held, Cancellation cancellation) {
      held.incrementAndGet();
      var cancelled = new CompletableFuture<Void>();
      try (Cancellation.Registration _ = cancellation.onCancel(() -> cancelled.complete(null))) {
        CompletableFuture.anyOf(gate, cancelled).join();
      }
      cancellation.throwIfCancelled();
    }

    int held() {
      return shortRunsHeld.get() + longRunsHeld.get();
    }

    @Override
    public Set<SamplingParameter> unsupported() {
      return Set.of();
    }
  }

  /** Knows both servers, as a headless service's DNS would. */
  private static final class TwoServers extends NameResolverProvider {
    private final List<EquivalentAddressGroup> addresses;

    TwoServers(TestServer... servers) {
      addresses =
          List.of(servers).stream()
              .map(server -> new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
              .map(EquivalentAddressGroup::new)
              .toList();
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args arguments) {
      return new NameResolver() {
        @Override
        public String getServiceAuthority() {
          return "two.servers";
        }

        @Override
        public void start(Listener2 listener) {
          listener.onResult(
              ResolutionResult.newBuilder()
                  .setAddressesOrError(StatusOr.fromValue(addresses))
                  .build());
        }

        @Override
        public void shutdown() {}
      };
    }

    @Override
    public String getDefaultScheme() {
      return "two-servers";
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 5;
    }
  }

  private static SolveRequest request(int tokens) {
    SolveRequest.Builder request = Problems.meeting();
    request.getAlgorithmBuilder().getBestOfNBuilder().setCandidates(1);
    request.getSamplingBuilder().setMaxOutputTokens(tokens);
    request.getStreamOptionsBuilder().setCandidateEvents(true);
    return request.build();
  }

  private static List<SolveEvent> readAll(SolveStream stream) {
    try (stream) {
      List<SolveEvent> events = new ArrayList<>();
      stream.forEachRemaining(events::add);
      return events;
    }
  }

  @Test
  void shortRunsEndNormallyAndLongOnesAreBegunAgainOnTheOtherVisiblyWithoutAnErrorOrAGap()
      throws Exception {
    var leaving = new Held();
    var staying = new Held();
    try (var a = TestServer.onSocket(leaving);
        var b = TestServer.onSocket(staying);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var resolver = new TwoServers(a, b);
      NameResolverRegistry.getDefaultRegistry().register(resolver);
      ManagedChannel channel =
          NettyChannelBuilder.forTarget("two-servers:///")
              .defaultLoadBalancingPolicy("round_robin")
              .usePlaintext()
              .build();
      try (PlanGenClient client = PlanGenClient.builder().channel(channel).build()) {
        // Until both connections are there all calls go over the first.
        while (leaving.asked.get() == 0 || staying.asked.get() == 0) {
          client.solve(Problems.meeting().build());
        }
        List<Future<List<SolveEvent>>> shortRuns = new ArrayList<>();
        List<Future<List<SolveEvent>>> longRuns = new ArrayList<>();
        for (int i = 0; i < STREAMS / 2; i++) {
          SolveStream one = client.solveStream(request(SHORT));
          SolveStream other = client.solveStream(request(LONG));
          shortRuns.add(readers.submit(() -> readAll(one)));
          longRuns.add(readers.submit(() -> readAll(other)));
        }
        Conditions.await(() -> leaving.held() + staying.held() == STREAMS);
        assertThat(leaving.held()).isPositive();
        assertThat(staying.held()).isPositive();
        int longRunsThere = leaving.longRunsHeld.get();
        int shortRunsThere = leaving.shortRunsHeld.get();

        Future<?> drained =
            readers.submit(
                () -> {
                  a.server().drain(new Drain(Duration.ofMillis(100), Duration.ofSeconds(2)));
                  return Optional.empty();
                });
        leaving.shortRuns.complete(null);
        drained.get();
        // What was ended there is here now.
        Conditions.await(() -> staying.held() == STREAMS - shortRunsThere);
        staying.shortRuns.complete(null);
        staying.longRuns.complete(null);

        for (Future<List<SolveEvent>> run : shortRuns) {
          assertThat(restarts(run.get())).isZero();
          assertWhole(run.get());
        }
        int restarts = 0;
        for (Future<List<SolveEvent>> run : longRuns) {
          restarts += restarts(run.get());
          assertWhole(run.get());
        }
        assertThat(restarts).isEqualTo(longRunsThere);
      } finally {
        NameResolverRegistry.getDefaultRegistry().deregister(resolver);
        channel.shutdownNow();
      }
    }
  }

  private static int restarts(List<SolveEvent> events) {
    return (int) events.stream().filter(SolveEvent.Restarted.class::isInstance).count();
  }

  /** Each run from its first update on, and the last one to its result. */
  private static void assertWhole(List<SolveEvent> events) {
    long expected = 1;
    boolean solved = false;
    for (SolveEvent event : events) {
      assertThat(solved).isFalse();
      switch (event) {
        case SolveEvent.Restarted _ -> expected = 1;
        case SolveEvent.TextWritten _ -> {}
        case SolveEvent.Updated updated -> {
          assertThat(updated.update().getSequence()).isEqualTo(expected++);
          solved = updated.update().hasResult();
        }
      }
    }
    assertThat(solved).isTrue();
  }
}
