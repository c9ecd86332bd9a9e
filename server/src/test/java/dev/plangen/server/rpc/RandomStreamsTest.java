package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.plangen.server.testing.PacedReader;
import dev.plangen.server.testing.QuietRuns;
import dev.plangen.server.testing.RandomScript;
import dev.plangen.server.testing.RebuiltRun;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.TestServer;
import dev.plangen.server.testing.WatchedModel;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Solves made up at random, read over gRPC by readers that are slow, pause, and ask for anything:
 * each puts the same result together. {@code -Dplangen.random.seed} begins at other seeds, {@code
 * -Dplangen.random.scripts} plays more.
 */
class RandomStreamsTest {

  private static final long SEED = Long.getLong("plangen.random.seed", 1);
  private static final int SCRIPTS = Integer.getInteger("plangen.random.scripts", 80);
  private static final int READERS = 3;

  /** Sockets cost time. */
  private static final int ONE_SOCKET_IN = 4;

  @Test
  @Timeout(180)
  void everyReaderRebuildsTheResultHoweverItReads() throws Exception {
    Map<Status.Code, Integer> outcomes = new EnumMap<>(Status.Code.class);
    long begin = System.nanoTime();
    try (var _ = new QuietRuns()) {
      for (long seed = SEED; seed < SEED + SCRIPTS; seed++) {
        var script = new RandomScript(seed);
        Received<SolveRequest, SolveResponse> plain = solved(script);
        for (int reader = 0; reader < READERS; reader++) {
          Status.Code code = read(script, seed, reader, plain);
          outcomes.merge(code, 1, Integer::sum);
        }
      }
    }
    System.out.printf(
        "random streams: %,d readers of %,d scripts in %.1f s: %s%n",
        SCRIPTS * READERS, SCRIPTS, (System.nanoTime() - begin) / 1e9, outcomes);
    assertThat(outcomes).containsKey(Status.Code.OK).hasSizeGreaterThan(1);
  }

  @Test
  @Timeout(180)
  void aReaderThatComesAndGoesRebuildsTheResultToo() throws Exception {
    Map<Boolean, Integer> outcomes = new HashMap<>();
    int streams = 0;
    try (var _ = new QuietRuns()) {
      for (long seed = SEED; seed < SEED + SCRIPTS; seed++) {
        var script = new RandomScript(seed);
        ComeAndGone read = comeAndGo(script, seed);
        StepUpdate last = read.last();
        assertSame(
            last,
            Status.fromCodeValue(last.getError().getCode())
                .withDescription(last.hasError() ? last.getError().getMessage() : null),
            solved(script));
        outcomes.merge(last.hasResult(), 1, Integer::sum);
        streams += read.streams();
      }
    }
    assertThat(outcomes).containsOnlyKeys(true, false);
    assertThat(streams).isGreaterThan(3 * SCRIPTS);
  }

  private record ComeAndGone(StepUpdate last, int streams) {}

  /** Leaves again and again, and comes back somewhere before the place that it had come to. */
  private static ComeAndGone comeAndGo(RandomScript script, long seed) throws InterruptedException {
    var random = new Random(~seed);
    WatchedModel model = script.model();
    try (var server = server(model, random)) {
      StreamOptions options = anyOptions(random);
      var rebuilt = new RebuiltRun(options);
      var first = new PacedReader<SolveRequest>(random, model, 3);
      server
          .planGen()
          .solveStream(
              script.request().toBuilder()
                  .setStreamOptions(options)
                  .setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE)
                  .build(),
              first);
      var _ = first.read(rebuilt, 1 + random.nextInt(6));
      first.leave();
      int streams = 1;
      while (!rebuilt.hasEnded()) {
        long after =
            random.nextBoolean() ? rebuilt.passed() : random.nextLong(rebuilt.passed() + 1);
        rebuilt.resume(after, options);
        var next = new PacedReader<WatchRunRequest>(random, model, 3);
        RunServiceGrpc.newStub(server.channel())
            .watchRun(
                WatchRunRequest.newBuilder()
                    .setRunId(rebuilt.runId())
                    .setAfterSequence(after)
                    .setStreamOptions(options)
                    .build(),
                next);
        var _ = next.read(rebuilt, 1 + random.nextInt(20));
        next.leave();
        streams++;
      }
      return new ComeAndGone(rebuilt.end(), streams);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /** What a caller of {@code Solve} is told. */
  private static Received<SolveRequest, SolveResponse> solved(RandomScript script) {
    try (var server = TestServer.inProcess(script.model())) {
      var call = server.solve(script.request());
      call.wire();
      return call;
    }
  }

  private static Status.Code read(
      RandomScript script, long seed, int reader, Received<SolveRequest, SolveResponse> plain)
      throws InterruptedException {
    var random = new Random(seed * READERS + reader);
    StreamOptions options = anyOptions(random);
    WatchedModel model = script.model();
    try (var server = server(model, random)) {
      var rebuilt = new RebuiltRun(options);
      var paced = new PacedReader<SolveRequest>(random, model, 1 + random.nextInt(20));
      server
          .planGen()
          .solveStream(script.request().toBuilder().setStreamOptions(options).build(), paced);
      Status end = paced.readAll(rebuilt);
      assertSame(rebuilt.end(), end, plain);
      return end.getCode();
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", reader " + reader + ", " + options, e);
    }
  }

  private static void assertSame(
      StepUpdate last, Status end, Received<SolveRequest, SolveResponse> plain) {
    if (end.isOk()) {
      assertThat(last.getResult()).isEqualTo(plain.completed().getFirst().getResult());
    } else {
      assertThat(last.getError().getCode())
          .isEqualTo(end.getCode().value())
          .isEqualTo(plain.failed().code().value());
      assertThat(last.getError().getReason()).isEqualTo(plain.failed().reason());
      assertThat(last.getError().getMessage())
          .isEqualTo(end.getDescription())
          .isEqualTo(plain.failed().message());
    }
  }

  private static TestServer server(WatchedModel model, Random random) {
    return random.nextInt(ONE_SOCKET_IN) == 0
        ? TestServer.onSocket(model)
        : TestServer.inProcess(model);
  }

  private static StreamOptions anyOptions(Random random) {
    var options =
        StreamOptions.newBuilder()
            .setCandidateEvents(random.nextBoolean())
            .setTextDeltas(random.nextInt(4) > 0);
    if (random.nextInt(4) == 0) {
      options.setHeartbeatInterval(Durations.fromMillis(100));
    }
    return options.build();
  }
}
