package dev.plangen.server.fuzz;

import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Solves of a model that writes slowly, one after the other, and how long updates take to come. */
final class PacedSolves {

  private static final SolveRequest REQUEST =
      Problems.meeting()
          .setAlgorithm(Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(4)))
          .setStreamOptions(StreamOptions.newBuilder().setTextDeltas(true))
          .build();

  private final ManagedChannel channel;

  /** Each guarded by this. */
  private final List<Long> nanos = new ArrayList<>();

  private final List<String> failures = new ArrayList<>();
  private final Thread thread;
  private volatile boolean ended;
  private int solved;

  PacedSolves(int port) {
    this.channel = TestServer.connect(port);
    this.thread = Thread.ofPlatform().name("paced").start(this::solveOnAndOn);
  }

  private void solveOnAndOn() {
    do {
      try {
        read(PlanGenServiceGrpc.newBlockingStub(channel).solveStream(REQUEST));
      } catch (StatusRuntimeException e) {
        failed(e.getStatus().toString());
      }
    } while (!ended);
  }

  private void read(Iterator<StepUpdate> updates) {
    boolean whole = false;
    while (updates.hasNext()) {
      StepUpdate update = updates.next();
      Instant now = Instant.now();
      Instant sent =
          Instant.ofEpochSecond(
              update.getUpdateTime().getSeconds(), update.getUpdateTime().getNanos());
      whole = update.hasResult();
      arrived(Duration.between(sent, now).toNanos());
    }
    if (whole) {
      solved();
    } else {
      failed("a stream ended without its result");
    }
  }

  private synchronized void arrived(long took) {
    nanos.add(took);
  }

  private synchronized void solved() {
    solved++;
  }

  private synchronized void failed(String how) {
    failures.add(how);
  }

  /** Of the updates since the last time. */
  synchronized Latencies take() {
    var latencies = new Latencies(nanos.stream().mapToLong(Long::longValue).toArray());
    nanos.clear();
    return latencies;
  }

  synchronized int count() {
    return solved;
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** Ends when the solve has that is under way. */
  void end() throws InterruptedException {
    ended = true;
    thread.join();
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }
}
