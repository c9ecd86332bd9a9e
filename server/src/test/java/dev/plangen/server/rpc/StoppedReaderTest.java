package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.run.Retention;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.HaltedReader;
import dev.plangen.server.testing.Heap;
import dev.plangen.server.testing.TestServer;
import dev.plangen.server.testing.VirtualThreads;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StreamOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Readers over a real socket that have stopped, of runs that are not there any more. The server
 * must let go of such a run though the transport of its readers is full, and stays so.
 */
@Timeout(120)
class StoppedReaderTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** So that a stopped reader's transport holds little of a run. */
  private static final int WINDOW_BYTES = 1 << 16;

  private static final int RUNS = 16;
  private static final int CANDIDATES = 5;
  private static final int PLAN_BYTES = 400_000;
  private static final long ALL_BYTES = (long) RUNS * CANDIDATES * PLAN_BYTES;

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder()
          .setProblem("Write a lot.")
          .addConstraints("Much.")
          .setSampling(Sampling.newBuilder().setMaxOutputTokens(50_000))
          .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
          .build();

  /** Writes long plans at once. */
  private static final class Prolix implements LanguageModel {
    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
      var _ = sink.begin(options);
      sink.append(
          prompt.user().endsWith(AnswerFormat.VERDICT.instruction())
              ? "Score: 97"
              : "x".repeat(PLAN_BYTES));
      return new Completion(FinishCause.STOP, TokenCount.UNKNOWN);
    }

    @Override
    public Set<SamplingParameter> unsupported() {
      return Set.of();
    }
  }

  @Test
  void aReaderThatHasStoppedEndsWhenItsRunIsDeleted() {
    try (var server = TestServer.onSocket(new Prolix());
        var client = new Client(server)) {
      HaltedReader<SolveRequest> reader = client.start();
      String id = reader.awaitRunId();
      server.awaitNoLiveRuns(LIMIT);
      assertThat(VirtualThreads.isAlive("reader-" + id)).isTrue();

      var _ = server.runs().deleteRun(DeleteRunRequest.newBuilder().setRunId(id).build());

      Conditions.await(() -> !VirtualThreads.isAlive("reader-" + id));
      reader.readOn();
      assertThat(reader.failed().reason()).isEqualTo("RUN_NOT_FOUND");
    }
  }

  @Test
  void aRunThatIsNotKeptIsDroppedAfterAWhileThoughItsReaderHasStopped() {
    long before = warmUp();
    try (var server = keepingNothing(Duration.ofMillis(100));
        var client = new Client(server)) {
      List<HaltedReader<SolveRequest>> readers = client.startAll();
      readers.forEach(HaltedReader::awaitBegun);
      server.awaitNoLiveRuns(LIMIT);

      awaitDropped(before);
      readers.forEach(HaltedReader::readOn);
      assertThat(readers)
          .allSatisfy(reader -> assertThat(reader.failed().reason()).isEqualTo("RUN_EXPIRED"));
    }
  }

  @Test
  void whoeverReadsARunThatIsNotKeptHasTimeForItsRest() {
    try (var server = keepingNothing(Duration.ofMinutes(5));
        var client = new Client(server)) {
      HaltedReader<SolveRequest> reader = client.start();
      reader.awaitRunId();
      server.awaitNoLiveRuns(LIMIT);
      server.awaitNothingKept(LIMIT);

      reader.readOn();

      assertThat(reader.completed().getResult().getSolutionsList()).hasSize(CANDIDATES);
    }
  }

  /** Loads classes and fills pools, and returns what the process then holds. */
  private static long warmUp() {
    try (var server = TestServer.onSocket(new Prolix())) {
      server.solveStream(REQUEST).completed();
    }
    return Heap.used();
  }

  private static TestServer keepingNothing(Duration lateReading) {
    ServerSettings usual = ServerSettings.DEFAULT;
    return TestServer.onSocket(
        new Prolix(),
        new ServerSettings(
            usual.limits(),
            new Retention(0, 0, Duration.ZERO, lateReading),
            usual.bounds(),
            usual.openCalls(),
            usual.quotas()));
  }

  /** A quarter of the texts is far more than anything else that may have been added. */
  private static void awaitDropped(long before) {
    Conditions.await(() -> Heap.used() < before + ALL_BYTES / 4);
  }

  /** A connection for each reader, because one that has stopped fills it for all. */
  private static final class Client implements AutoCloseable {
    private final TestServer server;
    private final List<ManagedChannel> channels = new ArrayList<>();

    Client(TestServer server) {
      this.server = server;
    }

    List<HaltedReader<SolveRequest>> startAll() {
      return Stream.generate(this::start).limit(RUNS).toList();
    }

    HaltedReader<SolveRequest> start() {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port())
              .usePlaintext()
              .flowControlWindow(WINDOW_BYTES)
              .build();
      channels.add(channel);
      var reader = new HaltedReader<SolveRequest>();
      PlanGenServiceGrpc.newStub(channel).solveStream(REQUEST, reader);
      return reader;
    }

    @Override
    public void close() {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }
}
