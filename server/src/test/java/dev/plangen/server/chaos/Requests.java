package dev.plangen.server.chaos;

import com.google.protobuf.util.Durations;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Budget;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.Mixture;
import dev.plangen.v1.Money;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.Rebase;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.TreeOfThought;
import java.util.Random;

/** Requests of one caller, made up at random. Not thread-safe. */
final class Requests {

  private static final int INTENTS = 400;

  private final Random random;
  private final KnownRuns known;

  Requests(Random random, KnownRuns known) {
    this.random = random;
    this.known = known;
  }

  /** A run of its own. */
  SolveRequest solve() {
    SolveRequest.Builder request = payload(random);
    if (random.nextInt(8) == 0) {
      known.any(random).ifPresent(request::setBaseRunId);
    }
    if (random.nextInt(60) == 0) {
      request.setVerificationThreshold(1_000);
    }
    return patience(request).build();
  }

  /** One that others ask for too; seldom with another payload than theirs. */
  SolveRequest intent() {
    int intent = random.nextInt(INTENTS);
    SolveRequest.Builder request = payload(new Random(intent)).setRequestId("intent-" + intent);
    if (random.nextInt(30) == 0) {
      request.setProblem("Plan another day.");
    }
    return patience(request).build();
  }

  private static SolveRequest.Builder payload(Random random) {
    var request =
        SolveRequest.newBuilder()
            .setProblem("Plan day " + random.nextInt(1_000) + " – im Büro.")
            .setVerificationThreshold(random.nextInt(100))
            .setAlgorithm(algorithm(random));
    if (random.nextInt(4) == 0) {
      request.addVerifiers("math").addVerifiers("llm");
    }
    if (random.nextInt(4) == 0) {
      request.addConstraints("Short – é.");
    }
    if (random.nextInt(3) == 0) {
      request.setSampling(
          Sampling.newBuilder()
              .setSeed(random.nextInt(100))
              .setMaxOutputTokens(1 + random.nextInt(8_000)));
    }
    if (random.nextInt(3) == 0) {
      request.setBudget(budget(random));
    }
    return request;
  }

  /** Trees that are small: most of what goes wrong goes wrong in Best of N too. */
  private static Algorithm.Builder algorithm(Random random) {
    Algorithm.Builder algorithm = Algorithm.newBuilder();
    return switch (random.nextInt(8)) {
      case 0 ->
          algorithm.setTreeOfThought(
              TreeOfThought.newBuilder().setMaxDepth(3).setMaxExpansions(1 + random.nextInt(4)));
      case 1 -> algorithm.setRebase(Rebase.newBuilder().setWidth(1 + random.nextInt(3)));
      case 2 -> algorithm.setMixture(Mixture.newBuilder().setMaxIterations(1));
      case 3 ->
          algorithm.setBestOfN(
              BestOfN.newBuilder()
                  .setCandidates(1 + random.nextInt(5))
                  .setParallelism(1 + random.nextInt(2))
                  .setAcceptFirstVerified(true));
      default -> algorithm.setBestOfN(BestOfN.newBuilder().setCandidates(1 + random.nextInt(5)));
    };
  }

  private static Budget budget(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Budget.newBuilder().setMaxModelCalls(3 + random.nextInt(8)).build();
      case 1 -> Budget.newBuilder().setMaxTotalTokens(1_000 + random.nextInt(20_000)).build();
      case 2 ->
          Budget.newBuilder()
              .setSoftDeadline(Durations.fromMillis(50 + random.nextInt(4_000)))
              .build();
      default ->
          Budget.newBuilder()
              .setMaxCost(
                  Money.newBuilder()
                      .setCurrencyCode("USD")
                      .setNanos(1_000_000 + random.nextInt(200_000_000)))
              .build();
    };
  }

  private SolveRequest.Builder patience(SolveRequest.Builder request) {
    if (random.nextInt(4) == 0) {
      request.setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE);
    } else if (random.nextInt(3) == 0) {
      request.setDisconnectGrace(Durations.fromMillis(random.nextInt(600)));
    }
    return request;
  }

  StreamOptions options() {
    var options =
        StreamOptions.newBuilder()
            .setCandidateEvents(random.nextBoolean())
            .setTextDeltas(random.nextBoolean());
    if (random.nextInt(3) == 0) {
      options.setHeartbeatInterval(Durations.fromMillis(100 + random.nextInt(400)));
    }
    return options.build();
  }

  GenerateRequest generate() {
    return GenerateRequest.newBuilder().setPrompt("Tell of the day " + random.nextInt(100)).build();
  }
}
