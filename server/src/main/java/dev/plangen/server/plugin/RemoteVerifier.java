package dev.plangen.server.plugin;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.verify.Verifier;
import dev.plangen.v1.VerifierServiceGrpc;
import dev.plangen.v1.VerifyRequest;
import dev.plangen.v1.VerifyResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A verifier behind a {@code plangen.v1.VerifierService}. What fails because the service is down or
 * full is repeated with exponential back-off and full jitter, on top of what it asks to wait; never
 * is a wait begun that the deadline leaves no time for. Thread-safe.
 */
public final class RemoteVerifier implements Verifier {

  /** Short: a candidate waits for it, and a verdict costs nothing but time. */
  public static final RetryPolicy RETRIES =
      new RetryPolicy(3, Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(10));

  private final RemoteVerifierSettings settings;
  private final Connection connection;
  private final RetryPolicy retries;
  private final VerifierFailures failures;
  private final OpinionReader opinions;

  /**
   * @param connection stays the caller's, to close
   */
  public RemoteVerifier(
      RemoteVerifierSettings settings, Connection connection, RetryPolicy retries) {
    this.settings = settings;
    this.connection = connection;
    this.retries = retries;
    this.failures = new VerifierFailures(settings.id());
    this.opinions = new OpinionReader(settings.sound(), failures);
  }

  @Override
  public Opinion verify(PlanUnderTest plan, Cancellation cancellation) {
    VerifyRequest request =
        VerifyRequest.newBuilder()
            .setProblem(plan.problem())
            .addAllConstraints(plan.constraints())
            .setPlan(plan.text())
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        return opinions.read(ask(request, cancellation), plan.constraints().size());
      } catch (RemoteFailedException e) {
        FailureException failure = failures.of(e.status());
        Duration wait = waitAfter(e.status(), attempt).orElseThrow(() -> failure);
        if (!cancellation.leavesTimeFor(wait) || !cancellation.pause(wait)) {
          throw failure;
        }
      }
    }
  }

  private VerifyResponse ask(VerifyRequest request, Cancellation cancellation) {
    try (RemoteCall<VerifyResponse> call =
        RemoteCall.start(
            connection.channel(),
            VerifierServiceGrpc.getVerifyMethod(),
            request,
            CallDeadline.of(settings.timeout(), cancellation),
            cancellation)) {
      VerifyResponse response =
          call.next().orElseThrow(() -> failures.brokenContract("gave no answer"));
      // Its end, which may still say that the call has failed.
      if (call.next().isPresent()) {
        throw failures.brokenContract("gave more than one answer");
      }
      return response;
    }
  }

  /** Empty if the call is not to be repeated. */
  private Optional<Duration> waitAfter(RemoteStatus status, int attempt) {
    Duration asked = status.retryDelay().orElse(Duration.ZERO);
    if (!isPassing(status)
        || attempt >= retries.maxAttempts()
        || asked.compareTo(retries.maxRetryAfter()) > 0) {
      return Optional.empty();
    }
    long longest = retries.longestDelay(attempt).toNanos();
    return Optional.of(asked.plusNanos(ThreadLocalRandom.current().nextLong(longest + 1)));
  }

  private static boolean isPassing(RemoteStatus status) {
    return status.progress() != RemoteStatus.Progress.FLOODED
        && (status.code() == Status.Code.UNAVAILABLE
            || status.code() == Status.Code.RESOURCE_EXHAUSTED);
  }
}
