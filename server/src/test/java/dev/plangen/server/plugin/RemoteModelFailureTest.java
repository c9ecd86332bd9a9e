package dev.plangen.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Failure.FieldViolation;
import dev.plangen.server.domain.Failure.InvalidRequest;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.testing.CapturedLogs;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.v1.ModelServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of each status. */
class RemoteModelFailureTest {

  private static final RemoteModelSettings SETTINGS =
      new RemoteModelSettings(Remote.ID, Optional.empty(), Set.of(), Remote.CALL_TIMEOUT);

  @ParameterizedTest
  @CsvSource({
    "CANCELLED, UNAVAILABLE",
    "UNKNOWN, UNAVAILABLE",
    "INVALID_ARGUMENT, REJECTED_REQUEST",
    "DEADLINE_EXCEEDED, TIMED_OUT",
    "NOT_FOUND, MISCONFIGURED",
    "ALREADY_EXISTS, REJECTED_REQUEST",
    "PERMISSION_DENIED, CREDENTIALS_REJECTED",
    "RESOURCE_EXHAUSTED, RATE_LIMITED",
    "FAILED_PRECONDITION, REJECTED_REQUEST",
    "ABORTED, UNAVAILABLE",
    "OUT_OF_RANGE, REJECTED_REQUEST",
    "UNIMPLEMENTED, MISCONFIGURED",
    "INTERNAL, UNAVAILABLE",
    "UNAVAILABLE, UNAVAILABLE",
    "DATA_LOSS, UNAVAILABLE",
    "UNAUTHENTICATED, CREDENTIALS_REJECTED"
  })
  void eachStatusIsAFailureOfItsKindAndOneRequest(Status.Code code, ModelFailed.Kind kind) {
    var sink = new RecordingSink();

    var failed = (ModelFailed) failure(failing(Statuses.of(code)), sink).failure();

    assertThat(failed.kind()).isEqualTo(kind);
    assertThat(failed.message()).contains(Remote.ID, code.name());
    assertThat(failed.retryDelay()).isEmpty();
    assertThat(sink.begun()).isEqualTo(1);
  }

  /** Nobody knows how much one that failed otherwise has reasoned. */
  @ParameterizedTest
  @EnumSource(value = Status.Code.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void onlyARemoteThatRefusesHasSurelyWrittenNothing(Status.Code code) {
    Set<Status.Code> refusals =
        Set.of(
            Status.Code.INVALID_ARGUMENT,
            Status.Code.NOT_FOUND,
            Status.Code.ALREADY_EXISTS,
            Status.Code.PERMISSION_DENIED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.FAILED_PRECONDITION,
            Status.Code.OUT_OF_RANGE,
            Status.Code.UNIMPLEMENTED);
    var sink = new RecordingSink();

    failure(failing(Statuses.of(code)), sink);

    assertThat(sink.refusals()).isEqualTo(refusals.contains(code) ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource(value = Status.Code.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void oneThatHasWrittenHasNotRefused(Status.Code code) {
    var sink = new RecordingSink();
    BindableService service =
        Remote.model(
            (_, out) -> {
              out.onNext(Chunks.at(0, "half"));
              out.onError(Statuses.of(code));
            });

    failure(service, sink);

    assertThat(sink.text()).isEqualTo("half");
    assertThat(sink.refusals()).isZero();
  }

  @Test
  void aRemoteWithoutTheServiceIsMisconfigured() {
    var failed =
        (ModelFailed) failure(Remote.verifier((_, _) -> {}), new RecordingSink()).failure();

    assertThat(failed.kind()).isEqualTo(ModelFailed.Kind.MISCONFIGURED);
  }

  /** Of a PlanGEN server, a reason tells more than its code. */
  @ParameterizedTest
  @CsvSource({
    "FAILED_PRECONDITION, MODEL_CREDENTIALS_REJECTED, CREDENTIALS_REJECTED",
    "FAILED_PRECONDITION, MODEL_MISCONFIGURED, MISCONFIGURED",
    "FAILED_PRECONDITION, MODEL_REJECTED_REQUEST, REJECTED_REQUEST",
    "FAILED_PRECONDITION, MODEL_CONTEXT_EXCEEDED, CONTEXT_EXCEEDED",
    "FAILED_PRECONDITION, MODEL_CONTENT_FILTERED, CONTENT_FILTERED",
    "RESOURCE_EXHAUSTED, MODEL_RATE_LIMITED, RATE_LIMITED",
    "UNAVAILABLE, MODEL_UNAVAILABLE, UNAVAILABLE",
    "ABORTED, MODEL_OUTPUT_UNUSABLE, UNAVAILABLE",
    "NOT_FOUND, MODEL_NOT_FOUND, MISCONFIGURED",
    "RESOURCE_EXHAUSTED, SERVER_OVERLOADED, RATE_LIMITED",
    "RESOURCE_EXHAUSTED, BUDGET_EXHAUSTED, REJECTED_REQUEST",
    "DEADLINE_EXCEEDED, RUN_DURATION_EXCEEDED, TIMED_OUT",
    "UNAVAILABLE, SERVER_DRAINING, UNAVAILABLE",
    "INTERNAL, INTERNAL, UNAVAILABLE"
  })
  void aPlanGenServersReasonIsKept(Status.Code code, String reason, ModelFailed.Kind kind) {
    var thrown = Statuses.withReason(code, "plangen.dev", reason);

    assertThat(modelFailed(thrown).kind()).isEqualTo(kind);
  }

  @Test
  void anotherDomainsReasonIsNot() {
    var thrown =
        Statuses.withReason(Status.Code.UNAVAILABLE, "acme.example", "MODEL_CREDENTIALS_REJECTED");

    assertThat(modelFailed(thrown).kind()).isEqualTo(ModelFailed.Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"RESOURCE_EXHAUSTED", "UNAVAILABLE"})
  void theDelayThatTheRemoteAsksForIsKept(Status.Code code) {
    assertThat(modelFailed(Statuses.withRetryDelay(code, delay(7, 500_000_000))).retryDelay())
        .contains(Duration.ofMillis(7500));
  }

  @Test
  void aDelayIsOfUseOnlyWhereACallIsRepeated() {
    var thrown = Statuses.withRetryDelay(Status.Code.FAILED_PRECONDITION, delay(7, 0));

    assertThat(modelFailed(thrown).retryDelay()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "9223372036854775807, 0", "0, 2147483647", "1, -1"})
  void aDelayThatIsNoneIsIgnored(long seconds, int nanos) {
    var thrown = Statuses.withRetryDelay(Status.Code.UNAVAILABLE, delay(seconds, nanos));

    assertThat(modelFailed(thrown).retryDelay()).isEmpty();
  }

  private static com.google.protobuf.Duration delay(long seconds, int nanos) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  @Test
  void detailsThatAreMangledTellNothing() {
    Metadata trailers = new Metadata();
    trailers.put(
        Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
        new byte[] {8, 8, 18});

    assertThat(modelFailed(Status.UNAUTHENTICATED.asRuntimeException(trailers)).kind())
        .isEqualTo(ModelFailed.Kind.CREDENTIALS_REJECTED);
  }

  @Test
  void aValueOfTheCallersThatTheRemoteRefusesIsTheCallersBusiness() {
    var thrown = Statuses.withField(Status.Code.INVALID_ARGUMENT, "sampling.temperature");

    var refused =
        (InvalidRequest)
            failure(failing(thrown), new RecordingSink(), SamplingParameter.TEMPERATURE).failure();

    assertThat(refused.violations())
        .extracting(FieldViolation::field)
        .containsExactly("sampling.temperature");
  }

  @Test
  void aDefaultOfOursThatTheRemoteRefusesIsTheOperatorsBusiness() {
    var thrown = Statuses.withField(Status.Code.INVALID_ARGUMENT, "sampling.temperature");

    ModelFailed failed = modelFailed(thrown);

    assertThat(failed.kind()).isEqualTo(ModelFailed.Kind.REJECTED_REQUEST);
    assertThat(failed.message()).contains("temperature", "unsupported");
  }

  @Test
  void nothingThatTheRemoteSaysIsInTheExceptionOrInTheLog() {
    try (var logs = new CapturedLogs()) {
      for (Status.Code code : Status.Code.values()) {
        if (code != Status.Code.OK) {
          assertNothingLeaks(failing(Statuses.of(code)));
          assertNothingLeaks(failing(Statuses.withReason(code, "plangen.dev", Statuses.LEAK)));
          assertNothingLeaks(failing(Statuses.withField(code, Statuses.LEAK)));
        }
      }
      assertThat(logs.text()).doesNotContain("sk-leaked", "Plan a trip");
    }
  }

  private static void assertNothingLeaks(BindableService service) {
    StringWriter trace = new StringWriter();
    failure(service, new RecordingSink()).printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("sk-leaked").doesNotContain("Plan a trip");
  }

  private static ModelFailed modelFailed(RuntimeException thrown) {
    return (ModelFailed) failure(failing(thrown), new RecordingSink()).failure();
  }

  private static BindableService failing(RuntimeException thrown) {
    return Remote.model((_, out) -> out.onError(thrown));
  }

  private static FailureException failure(
      BindableService service, RecordingSink sink, SamplingParameter... setByCaller) {
    var options =
        new GenerationOptions(
            OptionalDouble.of(0.7), OptionalInt.empty(), OptionalLong.empty(), Set.of(setByCaller));
    try (var remote = Remote.inProcess(service);
        var connection = remote.connect(ModelServiceGrpc.SERVICE_NAME)) {
      var model = new RemoteModel(SETTINGS, connection);
      return catchThrowableOfType(
          FailureException.class,
          () ->
              model.generate(new Prompt("", "Plan a trip."), options, sink, Cancellation.create()));
    }
  }
}
