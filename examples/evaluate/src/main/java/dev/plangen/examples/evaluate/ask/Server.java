package dev.plangen.examples.evaluate.ask;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.PlanGenException;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.examples.evaluate.stop.Halt;
import dev.plangen.examples.evaluate.stop.Stop;
import dev.plangen.v1.ListAlgorithmsRequest;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.VerificationResult;
import dev.plangen.v1.VerifyPlanRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/** The server under evaluation. Calls that may succeed later are made again. Thread-safe. */
public final class Server implements AutoCloseable {

  private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

  /** The server's own limit is lower, and gives a result. */
  private static final Duration LONGEST_RUN = Duration.ofHours(24);

  private static final Duration LONGEST_CHECK = Duration.ofMinutes(1);

  private final String target;
  private final ManagedChannel channel;
  private final PlanGenClient client;
  private final Patience patience;

  private Server(String target, ManagedChannel channel, Stop stop) {
    this.target = target;
    this.channel = channel;
    this.client = PlanGenClient.builder().channel(channel).deadline(LONGEST_RUN).retries(0).build();
    this.patience = new Patience(target, stop);
  }

  /** Connects to nothing yet. */
  public static Server at(String target, Stop stop) {
    try {
      return new Server(
          target,
          Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build(),
          stop);
    } catch (IllegalArgumentException e) {
      throw new Halt("--target must be HOST:PORT, and is " + target + ".", e);
    }
  }

  /**
   * What can be chosen.
   *
   * @throws Halt if the server does not answer
   */
  public Catalogue catalogue() {
    try {
      var stub = PlanGenServiceGrpc.newBlockingStub(channel).withDeadlineAfter(FIRST_ANSWER);
      ListModelsResponse models = stub.listModels(ListModelsRequest.getDefaultInstance());
      return new Catalogue(
          models.getModelsList(),
          stub.listAlgorithms(ListAlgorithmsRequest.getDefaultInstance()).getAlgorithmsList());
    } catch (StatusRuntimeException e) {
      throw new Halt(
          ("No PlanGEN server answers at %s (%s): start one with server/bin/plangen-server, or name"
                  + " it with --target.")
              .formatted(target, e.getStatus().getCode()),
          e);
    }
  }

  /** What a run came to, and how long that took. */
  record Solved(String run, SolveResult result, double seconds) {}

  /**
   * Solves.
   *
   * @throws RefusedException if the run fails
   */
  Solved solve(SolveRequest request) {
    return patience.ask(() -> solveOnce(request));
  }

  private Solved solveOnce(SolveRequest request) {
    long begin = System.nanoTime();
    StepUpdate last = StepUpdate.getDefaultInstance();
    // The stream, as the failure of a plain call does not tell what the run had cost.
    try (SolveStream events = client.solveStream(request)) {
      while (events.hasNext()) {
        if (events.next() instanceof SolveEvent.Updated(StepUpdate update)) {
          last = update;
        }
      }
    } catch (PlanGenException e) {
      throw new RefusedException(Refusal.of(e, last.getUsage(), secondsSince(begin)), e);
    }
    return new Solved(last.getRunId(), last.getResult(), secondsSince(begin));
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /**
   * Has a plan checked by one verifier, against the problem alone.
   *
   * @throws RefusedException if that fails
   */
  VerificationResult verify(String problem, String plan, String verifier) {
    VerifyPlanRequest request =
        VerifyPlanRequest.newBuilder()
            .setProblem(problem)
            .setPlan(plan)
            .addVerifiers(verifier)
            .build();
    return patience.ask(
        () -> {
          try {
            return PlanGenServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LONGEST_CHECK)
                .verifyPlan(request)
                .getVerificationResults(0);
          } catch (StatusRuntimeException e) {
            throw new RefusedException(Refusal.of(e), e);
          }
        });
  }

  /** Cancels what is under way. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
