package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
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
import dev.plangen.server.testing.Heap;
import dev.plangen.server.testing.RebuiltTexts;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A reader that is stopped for ten times the socket buffers, while a hundred times the deltas are
 * written that it has been sent, costs the server no memory.
 */
class SlowReaderTest {

  /** Fixed, because windows grow on their own otherwise. */
  private static final int WINDOW_BYTES = 1 << 19;

  /** What may lie beside the window: gRPC's threshold of readiness and the last update. */
  private static final int BESIDE_THE_WINDOW = 1 << 19;

  private static final int CANDIDATES = 5;
  private static final int ATTEMPTS = 4;
  private static final int PIECES = 23_000;
  private static final long ALL_PIECES = (long) CANDIDATES * ATTEMPTS * PIECES;

  /** What one piece takes as an update of its own; a lower bound. */
  private static final int BYTES_OF_A_DELTA = 100;

  private static final long LIMIT_SECONDS = 60;

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder()
          .setProblem("Write a lot.")
          .addConstraints("Much.")
          .setSampling(Sampling.newBuilder().setMaxOutputTokens(50_000))
          .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
          .build();

  /** Writes each plan in small pieces, again and again, and waits before it ends. */
  private static final class Chatterbox implements LanguageModel {
    final CountDownLatch written = new CountDownLatch(CANDIDATES);
    final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // the pace is a matter of degree, not of being right
    public Completion generate(
        Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
      if (prompt.user().contains(AnswerFormat.PLAN.instruction())) {
        long seed = options.seed().orElseThrow();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
          sink.begin(options);
          for (int piece = 0; piece < PIECES; piece++) {
            sink.append(piece(seed, attempt, piece));
            // So that readers can keep up, and would be sent each piece if they were.
            Thread.yield();
          }
        }
        written.countDown();
        await(mayEnd);
      } else {
        sink.begin(options);
        sink.append("Score: 97");
      }
      return new Completion(FinishCause.STOP, TokenCount.UNKNOWN);
    }

    /** Sixteen characters, seventeen bytes. */
    private static String piece(long seed, int attempt, int piece) {
      return "%05d-%d-%05d é\n".formatted(seed % 100_000, attempt, piece);
    }

    @Override
    public Set<SamplingParameter> unsupported() {
      return Set.of();
    }
  }

  /** Takes as many updates as it is told to, and keeps none. */
  private static final class Reader implements ClientResponseObserver<SolveRequest, StepUpdate> {
    final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Consumer<StepUpdate> consumer;
    private volatile @Nullable ClientCallStreamObserver<SolveRequest> call;
    private volatile boolean reading;

    Reader(boolean reading, Consumer<StepUpdate> consumer) {
      this.reading = reading;
      this.consumer = consumer;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SolveRequest> started) {
      call = started;
      started.disableAutoRequestWithInitial(1);
    }

    void readOn() {
      reading = true;
      Objects.requireNonNull(call).request(1);
    }

    @Override
    public void onNext(StepUpdate update) {
      consumer.accept(update);
      if (reading) {
        Objects.requireNonNull(call).request(1);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      ended.completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }

  /** What a stopped reader was sent all the same. */
  private static final class Absorbed {
    long updates;
    long bytes;
  }

  @Test
  void aReaderThatHasStoppedCostsNoMemoryAndLosesNothing() throws Exception {
    // The first run loads classes and fills pools.
    memoryWithAReaderThatReads();
    Memory normal = memoryWithAReaderThatReads();

    var model = new Chatterbox();
    try (var server = TestServer.onSocket(model);
        var connection = new Connection(server.port())) {
      var texts = new RebuiltTexts();
      var absorbed = new Absorbed();
      var result = new CompletableFuture<SolveResult>();
      var resumed = new CompletableFuture<Instant>();
      var reader =
          new Reader(
              false,
              update -> {
                texts.apply(update);
                if (!resumed.isDone()
                    || Timestamps.toMillis(update.getUpdateTime())
                        < resumed.join().toEpochMilli()) {
                  absorbed.updates++;
                  absorbed.bytes += update.getSerializedSize();
                }
                if (update.hasResult()) {
                  result.complete(update.getResult());
                }
              });
      connection.solve(reader);
      await(model.written);
      Memory stopped = Memory.used();
      resumed.complete(Instant.now());
      reader.readOn();
      model.mayEnd.countDown();
      reader.ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);

      System.out.println(
          String.format(
              "slow reader: %,d pieces written (%,d bytes as deltas of their own);"
                  + " sent while stopped: %,d updates, %,d bytes;"
                  + " heap after GC: normal reader %,d, stopped reader %,d (%+.2f %%);"
                  + " direct memory: %,d and %,d",
              ALL_PIECES,
              ALL_PIECES * BYTES_OF_A_DELTA,
              absorbed.updates,
              absorbed.bytes,
              normal.heap(),
              stopped.heap(),
              100.0 * (stopped.heap() - normal.heap()) / normal.heap(),
              normal.direct(),
              stopped.direct()));
      assertThat(absorbed.bytes).isLessThan(WINDOW_BYTES + BESIDE_THE_WINDOW);
      assertThat(ALL_PIECES).isGreaterThan(100 * absorbed.updates);
      assertThat(ALL_PIECES * BYTES_OF_A_DELTA).isGreaterThan(10 * absorbed.bytes);
      assertThat(stopped.heap() - normal.heap()).isLessThan(Math.max(normal.heap() / 20, 2 << 20));
      assertThat(stopped.direct() - normal.direct()).isLessThan(8 << 20);
      result
          .join()
          .getSolutionsList()
          .forEach(
              plan ->
                  assertThat(texts.solution(plan.getCandidateId()).equals(plan.getText()))
                      .as("the rebuilt text of %s is right", plan.getCandidateId())
                      .isTrue());
      assertThat(result.join().getSolutionsList())
          .hasSize(CANDIDATES)
          .allMatch(plan -> plan.getText().length() == PIECES * Chatterbox.piece(0, 1, 0).length());
    }
  }

  private static Memory memoryWithAReaderThatReads() throws Exception {
    var model = new Chatterbox();
    try (var server = TestServer.onSocket(model);
        var connection = new Connection(server.port())) {
      var reader = new Reader(true, _ -> {});
      connection.solve(reader);
      await(model.written);
      Memory used = Memory.used();
      model.mayEnd.countDown();
      reader.ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return used;
    }
  }

  /** A connection whose window does not grow. */
  private static final class Connection implements AutoCloseable {
    private final ManagedChannel channel;

    Connection(int port) {
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .usePlaintext()
              .flowControlWindow(WINDOW_BYTES)
              .build();
    }

    void solve(Reader reader) {
      PlanGenServiceGrpc.newStub(channel).solveStream(REQUEST, reader);
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the model did not come so far");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What this process, client and server in one, holds; what Netty queues is direct memory. */
  private record Memory(long heap, long direct) {

    static Memory used() {
      long heap = Heap.used();
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new Memory(heap, direct + Math.max(0, PlatformDependent.usedDirectMemory()));
    }
  }
}
