package dev.plangen.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.testing.RebuiltRun;
import dev.plangen.server.testing.RebuiltTexts;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.GeneratePlanRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes one call after the other, each as badly as it likes. To be used by one thread. */
final class Caller {

  private static final String PROBLEM = "Plan a day – im Büro.";

  /** Then a watcher gives up. */
  private static final int MOST_PARTS = 6;

  private static final int LONGEST_BACK_OFF_MILLIS = 1_000;

  private final Lines lines;
  private final KnownRuns known;
  private final Ledger ledger;
  private final Random random;
  private final Requests requests;

  Caller(Lines lines, KnownRuns known, Ledger ledger, long seed) {
    this.lines = lines;
    this.known = known;
    this.ledger = ledger;
    this.random = new Random(seed);
    this.requests = new Requests(random, known);
  }

  /**
   * @throws AssertionError if the server breaks its contract
   */
  void act() throws InterruptedException {
    int what = random.nextInt(100);
    if (what < 28) {
      new Solving(requests.solve()).finish();
    } else if (what < 40) {
      solve(requests.solve());
    } else if (what < 56) {
      race();
    } else if (what < 70) {
      startAndWatch();
    } else if (what < 76) {
      lookIn();
    } else if (what < 84) {
      manage();
    } else if (what < 96) {
      generate();
    } else {
      askOneAgent();
    }
  }

  /** Most callers do as they are told when the server is full, or it would do little else. */
  private void backOff(Ending ending) throws InterruptedException {
    if (ending.reason().equals("SERVER_OVERLOADED") && random.nextInt(8) > 0) {
      Thread.sleep(random.nextInt(LONGEST_BACK_OFF_MILLIS));
    }
  }

  private <Q, M> Rpc<Q, M> start(MethodDescriptor<Q, M> method, Q request, Manners manners) {
    return Rpc.start(lines.any(random), method, request, manners, ledger);
  }

  private <Q, M> Optional<M> ask(MethodDescriptor<Q, M> method, Q request, Manners manners)
      throws InterruptedException {
    List<M> answers = new ArrayList<>();
    Ending ending = start(method, request, manners).read(answers::add);
    backOff(ending);
    assertThat(answers).hasSizeBetween(ending.isOk() && !ending.left() ? 1 : 0, 1);
    return answers.stream().findFirst();
  }

  private void solve(SolveRequest request) throws InterruptedException {
    ask(PlanGenServiceGrpc.getSolveMethod(), request, Manners.any(random))
        .ifPresent(response -> known.add(response.getRunId()));
  }

  /** One SolveStream, and the run put together from it. */
  private final class Solving {
    private final RebuiltRun rebuilt;
    private final Rpc<SolveRequest, StepUpdate> rpc;

    Solving(SolveRequest request) {
      StreamOptions options = requests.options();
      rebuilt = new RebuiltRun(options);
      rpc =
          start(
              PlanGenServiceGrpc.getSolveStreamMethod(),
              request.toBuilder().setStreamOptions(options).build(),
              Manners.any(random));
    }

    void finish() throws InterruptedException {
      Ending ending =
          rpc.read(
              update -> {
                known.add(update.getRunId());
                rebuilt.accept(update);
              });
      backOff(ending);
      // One that has left has not taken in what came afterwards.
      if (ending.left()) {
        return;
      }
      if (ending.isOk()) {
        assertThat(rebuilt.end().hasResult()).isTrue();
      } else if (ending.tellsOfRun()) {
        assertThat(rebuilt.end().getError().getReason()).isEqualTo(ending.reason());
        assertThat(rebuilt.end().getError().getCode()).isEqualTo(ending.status().getCode().value());
      }
    }
  }

  /** Several calls with one request_id at once, with whatever others do with it. */
  private void race() throws InterruptedException {
    SolveRequest request = requests.intent();
    var first = new Solving(request);
    var second = new Solving(request);
    if (random.nextBoolean()) {
      solve(request);
    } else {
      ask(RunServiceGrpc.getStartRunMethod(), kept(request), Manners.PATIENT)
          .ifPresent(run -> known.add(run.getRunId()));
    }
    try {
      first.finish();
    } finally {
      second.finish();
    }
  }

  private static StartRunRequest kept(SolveRequest request) {
    return StartRunRequest.newBuilder()
        .setRequest(request.toBuilder().clearOnDisconnect().clearDisconnectGrace())
        .build();
  }

  private void startAndWatch() throws InterruptedException {
    SolveRequest request = random.nextBoolean() ? requests.solve() : requests.intent();
    var run = ask(RunServiceGrpc.getStartRunMethod(), kept(request), Manners.any(random));
    if (run.isEmpty()) {
      return;
    }
    known.add(run.get().getRunId());
    StreamOptions options = requests.options();
    var rebuilt = new RebuiltRun(options);
    for (int part = 0; part < MOST_PARTS; part++) {
      // Not the last one itself: if that was the terminal one, nothing more would come.
      long after = rebuilt.passed() < 2 ? 0 : random.nextLong(rebuilt.passed());
      rebuilt.resume(after, options);
      Manners manners =
          random.nextBoolean() ? Manners.leavingAfter(random.nextInt(25)) : Manners.any(random);
      Ending ending =
          start(
                  RunServiceGrpc.getWatchRunMethod(),
                  watch(run.get().getRunId(), after, options),
                  manners)
              .read(rebuilt::accept);
      if (ending.left()) {
        continue;
      }
      if (ending.isOk()) {
        rebuilt.end();
        return;
      }
      if (ending.status().getCode() == Status.Code.NOT_FOUND) {
        return;
      }
    }
  }

  private static WatchRunRequest watch(String run, long after, StreamOptions options) {
    return WatchRunRequest.newBuilder()
        .setRunId(run)
        .setAfterSequence(after)
        .setStreamOptions(options)
        .build();
  }

  /** Watches a run of another's from anywhere. */
  private void lookIn() throws InterruptedException {
    Optional<String> run = known.any(random);
    if (run.isEmpty()) {
      return;
    }
    // Without texts: one of which the beginning was passed over can't be told from another.
    StreamOptions options = requests.options().toBuilder().setTextDeltas(false).build();
    long after = random.nextInt(12);
    var rebuilt = new RebuiltRun(options);
    rebuilt.resume(after, options);
    start(RunServiceGrpc.getWatchRunMethod(), watch(run.get(), after, options), Manners.any(random))
        .read(rebuilt::accept);
  }

  private void manage() throws InterruptedException {
    String run = known.any(random).orElse("01a0");
    Manners manners = Manners.any(random);
    switch (random.nextInt(4)) {
      case 0 ->
          ask(
              RunServiceGrpc.getCancelRunMethod(),
              CancelRunRequest.newBuilder().setRunId(run).build(),
              manners);
      case 1 ->
          ask(
              RunServiceGrpc.getDeleteRunMethod(),
              DeleteRunRequest.newBuilder().setRunId(run).build(),
              manners);
      case 2 ->
          ask(
              RunServiceGrpc.getGetRunMethod(),
              GetRunRequest.newBuilder().setRunId(run).build(),
              manners);
      default ->
          ask(RunServiceGrpc.getListRunsMethod(), ListRunsRequest.getDefaultInstance(), manners);
    }
  }

  private void generate() throws InterruptedException {
    if (random.nextBoolean()) {
      ask(ModelServiceGrpc.getGenerateMethod(), requests.generate(), Manners.any(random));
      return;
    }
    var texts = new RebuiltTexts();
    var last = new AtomicBoolean();
    Ending ending =
        start(ModelServiceGrpc.getGenerateStreamMethod(), requests.generate(), Manners.any(random))
            .read(
                chunk -> {
                  assertThat(last.get()).as("comes after the last chunk").isFalse();
                  last.set(chunk.hasUsage());
                  texts.apply(chunk);
                });
    if (ending.isOk() && !ending.left()) {
      assertThat(last.get()).as("had a last chunk").isTrue();
    }
  }

  private void askOneAgent() throws InterruptedException {
    Manners manners = Manners.any(random);
    switch (random.nextInt(3)) {
      case 0 ->
          ask(
              PlanGenServiceGrpc.getExtractConstraintsMethod(),
              ExtractConstraintsRequest.newBuilder().setProblem(PROBLEM).build(),
              manners);
      case 1 ->
          ask(
              PlanGenServiceGrpc.getGeneratePlanMethod(),
              GeneratePlanRequest.newBuilder().setProblem(PROBLEM).build(),
              manners);
      default ->
          ask(
              PlanGenServiceGrpc.getVerifyPlanMethod(),
              VerifyPlanRequest.newBuilder().setProblem(PROBLEM).setPlan("Montag ✓.").build(),
              manners);
    }
  }
}
