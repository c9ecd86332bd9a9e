package dev.plangen.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Failure.VerifierFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.VerifierServiceGrpc;
import dev.plangen.v1.VerifyRequest;
import dev.plangen.v1.VerifyResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a remote says of a plan, and what becomes of it. */
class RemoteVerifierTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Far above the few milliseconds that it takes, far below what any timeout would take. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(3, Duration.ofNanos(1), Duration.ofNanos(1), Duration.ofSeconds(10));

  private static final PlanUnderTest PLAN =
      new PlanUnderTest(
          "Plan a trip.",
          List.of("Be in Rome.", "Be in Paris."),
          CallKey.of("solution/1"),
          "Rome.");

  private static final RemoteVerifierSettings SOUND =
      new RemoteVerifierSettings(Remote.ID, true, Remote.VERIFIER_TIMEOUT);

  private static final RemoteVerifierSettings UNSOUND =
      new RemoteVerifierSettings(Remote.ID, false, Remote.VERIFIER_TIMEOUT);

  private Remote remote = Remote.inProcess();
  private Connection connection = remote.connect(VerifierServiceGrpc.SERVICE_NAME);

  private void serve(BiConsumer<VerifyRequest, ServerCallStreamObserver<VerifyResponse>> script) {
    close();
    remote = Remote.inProcess(Remote.verifier(script));
    connection = remote.connect(VerifierServiceGrpc.SERVICE_NAME);
  }

  private void answer(VerifyResponse.Builder response) {
    serve((_, out) -> answer(out, response));
  }

  private static void answer(
      ServerCallStreamObserver<VerifyResponse> out, VerifyResponse.Builder response) {
    out.onNext(response.build());
    out.onCompleted();
  }

  private static VerifyResponse.Builder passed() {
    return VerifyResponse.newBuilder().setScore(100).setOutcome(Outcome.OUTCOME_PASSED);
  }

  @AfterEach
  void close() {
    connection.close();
    remote.close();
  }

  private Opinion verify(RemoteVerifierSettings settings) {
    return verify(settings, Cancellation.create());
  }

  private Opinion verify(RemoteVerifierSettings settings, Cancellation cancellation) {
    return new RemoteVerifier(settings, connection, AT_ONCE).verify(PLAN, cancellation);
  }

  private FailureException thrown(RemoteVerifierSettings settings) {
    return catchThrowableOfType(FailureException.class, () -> verify(settings));
  }

  private VerifierFailed failure() {
    return (VerifierFailed) thrown(SOUND).failure();
  }

  @Test
  void theRemoteIsGivenThePlanAndWhatItMustSatisfy() {
    CompletableFuture<VerifyRequest> asked = new CompletableFuture<>();
    serve(
        (request, out) -> {
          asked.complete(request);
          answer(out, passed());
        });

    verify(SOUND);

    assertThat(asked.join())
        .isEqualTo(
            VerifyRequest.newBuilder()
                .setProblem("Plan a trip.")
                .addConstraints("Be in Rome.")
                .addConstraints("Be in Paris.")
                .setPlan("Rome.")
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "true, OUTCOME_PASSED, PASSED, true",
    "true, OUTCOME_VETOED, VETOED, true",
    "true, OUTCOME_UNKNOWN, UNKNOWN, false",
    "false, OUTCOME_PASSED, PASSED, false",
    "false, OUTCOME_VETOED, UNKNOWN, false",
    "false, OUTCOME_UNKNOWN, UNKNOWN, false"
  })
  void aVetoCountsOnlyIfTheConfigurationCallsTheVerifierSound(
      boolean configured, Outcome outcome, Ruling ruling, boolean sound) {
    answer(VerifyResponse.newBuilder().setScore(-7).setOutcome(outcome).setFeedback("Hm."));

    Opinion opinion = verify(configured ? SOUND : UNSOUND);

    assertThat(opinion).isEqualTo(new Opinion(OptionalInt.of(-7), ruling, sound, "Hm.", List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {-100, 0, 100})
  void everyScoreOfTheScaleIsTaken(int score) {
    answer(passed().setScore(score));

    assertThat(verify(SOUND).score()).hasValue(score);
  }

  @Test
  void noScoreIsNotZero() {
    answer(VerifyResponse.newBuilder().setOutcome(Outcome.OUTCOME_UNKNOWN));

    assertThat(verify(SOUND).score()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-101, 101, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void aScoreOutsideOfTheScaleIsNoAnswer(int score) {
    answer(passed().setScore(score));

    assertBroken("score");
  }

  @Test
  void anAnswerWithoutAnOutcomeIsNone() {
    answer(VerifyResponse.newBuilder().setScore(100));
    assertBroken("outcome");

    answer(passed().setOutcomeValue(99));
    assertBroken("outcome");
  }

  private void assertBroken(String what) {
    VerifierFailed failed = failure();

    assertThat(failed.fault()).isEqualTo(VerifierFailed.Fault.FAILED);
    assertThat(failed.message()).contains(Remote.ID, "VerifierService", what);
    assertThat(remote.seen.count()).isEqualTo(1);
  }

  @Test
  void feedbackThatIsTooLongIsCutOffBetweenCharacters() {
    answer(passed().setFeedback("x" + "ü".repeat(10_000)));

    String feedback = verify(SOUND).feedback();

    assertThat(feedback).isEqualTo("x" + "ü".repeat(8191));
    assertThat(feedback.getBytes(StandardCharsets.UTF_8)).hasSize(16_383);
  }

  @Test
  void feedbackThatJustFitsStaysWhole() {
    answer(passed().setFeedback("ü".repeat(8192)));

    assertThat(verify(SOUND).feedback()).isEqualTo("ü".repeat(8192));
  }

  @Test
  void whatItSaysOfSingleConstraintsIsKept() {
    answer(
        passed()
            .addConstraintVerdicts(verdict(Outcome.OUTCOME_VETOED).setIndex(1))
            .addConstraintVerdicts(verdict(Outcome.OUTCOME_PASSED))
            .addConstraintVerdicts(verdict(Outcome.OUTCOME_UNSPECIFIED).setIndex(0)));

    assertThat(verify(SOUND).constraints())
        .containsExactly(
            new ConstraintVerdict("Be there.", OptionalInt.of(1), Ruling.VETOED, "Why."),
            new ConstraintVerdict("Be there.", OptionalInt.empty(), Ruling.PASSED, "Why."),
            new ConstraintVerdict("Be there.", OptionalInt.of(0), Ruling.UNKNOWN, "Why."));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, Integer.MAX_VALUE})
  void anIndexThatIsNoneIsLeftOut(int index) {
    answer(passed().addConstraintVerdicts(verdict(Outcome.OUTCOME_PASSED).setIndex(index)));

    assertThat(verify(SOUND).constraints().getFirst().index()).isEmpty();
  }

  @Test
  void whatItSaysOfConstraintsIsBounded() {
    VerifyResponse.Builder many = passed();
    VerifyResponse.Builder longOnes = passed();
    for (int i = 0; i < 201; i++) {
      many.addConstraintVerdicts(verdict(Outcome.OUTCOME_PASSED));
      longOnes.addConstraintVerdicts(
          verdict(Outcome.OUTCOME_PASSED)
              .setConstraint("c".repeat(2049))
              .setReason("r".repeat(5000)));
    }

    answer(many);
    assertThat(verify(SOUND).constraints()).hasSize(200);

    answer(longOnes);
    assertThat(verify(SOUND).constraints())
        .hasSize(3)
        .allMatch(
            verdict -> verdict.constraint().length() == 2048 && verdict.reason().length() == 2048);
  }

  /** An update holds the opinions on all candidates at once, and must not exceed 3 MiB. */
  @Test
  void feedbackAndConstraintsTogetherAreAsLongAsAVerdictMayBe() {
    answer(
        passed()
            .setFeedback("f".repeat(16_384 - 100))
            .addConstraintVerdicts(verdict(Outcome.OUTCOME_PASSED).setReason("r".repeat(30)))
            .addConstraintVerdicts(verdict(Outcome.OUTCOME_PASSED).setReason("r".repeat(30))));

    assertThat(verify(SOUND).constraints()).hasSize(1);
  }

  private static dev.plangen.v1.ConstraintVerdict.Builder verdict(Outcome outcome) {
    return dev.plangen.v1.ConstraintVerdict.newBuilder()
        .setConstraint("Be there.")
        .setOutcome(outcome)
        .setReason("Why.");
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELLED, FAILED, 1",
    "UNKNOWN, FAILED, 1",
    "INVALID_ARGUMENT, FAILED, 1",
    "DEADLINE_EXCEEDED, UNAVAILABLE, 1",
    "NOT_FOUND, FAILED, 1",
    "ALREADY_EXISTS, FAILED, 1",
    "PERMISSION_DENIED, FAILED, 1",
    "RESOURCE_EXHAUSTED, UNAVAILABLE, 3",
    "FAILED_PRECONDITION, FAILED, 1",
    "ABORTED, FAILED, 1",
    "OUT_OF_RANGE, FAILED, 1",
    "UNIMPLEMENTED, FAILED, 1",
    "INTERNAL, FAILED, 1",
    "UNAVAILABLE, UNAVAILABLE, 3",
    "DATA_LOSS, FAILED, 1",
    "UNAUTHENTICATED, FAILED, 1"
  })
  void eachStatusIsAFailureOfItsKindAfterSoManyCalls(
      Status.Code code, VerifierFailed.Fault fault, int calls) {
    serve((_, out) -> out.onError(Statuses.of(code)));

    VerifierFailed failed = failure();

    assertThat(failed.fault()).isEqualTo(fault);
    assertThat(failed.message()).contains(Remote.ID, code.name());
    assertThat(remote.seen.count()).isEqualTo(calls);
  }

  @Test
  void aRemoteThatFailsForAMomentIsAskedAgain() {
    serve(
        (_, out) -> {
          if (remote.seen.count() < 3) {
            out.onError(Statuses.of(Status.Code.UNAVAILABLE));
          } else {
            answer(out, passed());
          }
        });

    assertThat(verify(SOUND).ruling()).isEqualTo(Ruling.PASSED);
    assertThat(remote.seen.count()).isEqualTo(3);
  }

  @Test
  void aRemoteThatAsksToWaitTooLongIsNotAskedAgain() {
    serve((_, out) -> out.onError(full(11)));

    assertThat(failure().fault()).isEqualTo(VerifierFailed.Fault.UNAVAILABLE);
    assertThat(remote.seen.count()).isEqualTo(1);
  }

  private static StatusRuntimeException full(int seconds) {
    return Statuses.withRetryDelay(
        Status.Code.RESOURCE_EXHAUSTED,
        com.google.protobuf.Duration.newBuilder().setSeconds(seconds).build());
  }

  @Test
  void noWaitIsBegunThatTheDeadlineLeavesNoTimeFor() {
    serve((_, out) -> out.onError(full(9)));
    Instant end = Instant.now().plusSeconds(5);

    FailureException thrown =
        catchThrowableOfType(
            FailureException.class,
            () -> verify(SOUND, Cancellation.create(() -> Optional.of(end))));

    assertThat(thrown.failure()).isInstanceOf(VerifierFailed.class);
    assertThat(remote.seen.count()).isEqualTo(1);
  }

  @Test
  void aCancelEndsTheWaitBetweenTwoCalls() {
    serve((_, out) -> out.onError(full(9)));
    var cancellation = Cancellation.create();
    var result = start(cancellation);
    remote.seen.await(1);

    cancellation.cancel();

    assertThatThrownBy(() -> result.get(2, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
    assertThat(remote.seen.count()).isEqualTo(1);
  }

  @Test
  void aRemoteThatIsTooSlowIsUnavailableAndNotAskedAgain() {
    serve((_, _) -> {});
    var settings = new RemoteVerifierSettings(Remote.ID, true, Duration.ofMillis(50));

    var failed = (VerifierFailed) thrown(settings).failure();

    assertThat(failed.fault()).isEqualTo(VerifierFailed.Fault.UNAVAILABLE);
    remote.seen.await(1).awaitCancelled(LIMIT);
    assertThat(remote.seen.count()).isEqualTo(1);
  }

  @Test
  void onASocketACancelClosesTheCallAndTheDeadlineReachesTheRemote() {
    try (var onSocket = Remote.onSocket(Remote.verifier((_, _) -> {}));
        var dialled = Connection.toVerifier(Remote.ID, Remote.at(onSocket.port()), _ -> {})) {
      connection.close();
      connection = dialled;
      var cancellation = Cancellation.create();
      var result = start(cancellation);
      SeenCalls.Call call = onSocket.seen.await(1);
      assertThat(call.timeLeft()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));

      long cancelled = System.nanoTime();
      cancellation.cancel();

      assertThat(call.awaitCancelled(PROMPT) - cancelled).isLessThan(PROMPT.toNanos());
      assertThatThrownBy(() -> result.get(2, TimeUnit.SECONDS))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void anAnswerThatIsLongerThanGrpcReadsIsNoAnswerAndNotAskedForAgain() {
    var response = passed().setFeedback("x".repeat((4 << 20) + 1));
    try (var onSocket = Remote.onSocket(Remote.verifier((_, out) -> answer(out, response)));
        var dialled = Connection.toVerifier(Remote.ID, Remote.at(onSocket.port()), _ -> {})) {
      connection.close();
      connection = dialled;

      VerifierFailed failed = failure();

      assertThat(failed.fault()).isEqualTo(VerifierFailed.Fault.FAILED);
      assertThat(failed.message()).contains("VerifierService", "4 MiB");
      assertThat(onSocket.seen.count()).isEqualTo(1);
    }
  }

  @Test
  void oneThatIsDownIsUnavailable() {
    Remote gone = Remote.onSocket();
    gone.close();
    try (var dialled = Connection.toVerifier(Remote.ID, Remote.at(gone.port()), _ -> {})) {
      connection.close();
      connection = dialled;

      assertThat(failure().fault()).isEqualTo(VerifierFailed.Fault.UNAVAILABLE);
    }
  }

  @Test
  void nothingThatTheRemoteSaysOfItsFailureIsInTheExceptionOrInTheLog() {
    try (var logs = new CapturedLogs()) {
      for (Status.Code code : Status.Code.values()) {
        if (code != Status.Code.OK) {
          serve((_, out) -> out.onError(Statuses.withReason(code, Statuses.LEAK, Statuses.LEAK)));
          StringWriter trace = new StringWriter();
          thrown(SOUND).printStackTrace(new PrintWriter(trace));
          assertThat(trace.toString()).doesNotContain("sk-leaked", "Plan a trip");
        }
      }
      assertThat(logs.text()).doesNotContain("sk-leaked", "Plan a trip");
    }
  }

  /** On a virtual thread that nothing interrupts. */
  private CompletableFuture<Opinion> start(Cancellation cancellation) {
    CompletableFuture<Opinion> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(verify(SOUND, cancellation));
              } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
              }
            });
    return result;
  }
}
