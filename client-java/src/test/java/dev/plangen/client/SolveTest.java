package dev.plangen.client;

import static dev.plangen.client.ScriptedServer.RUN_ID;
import static dev.plangen.client.ScriptedServer.streaming;
import static dev.plangen.client.Updates.RESULT;
import static dev.plangen.client.Updates.WHOLE_RUN;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SolveTest {

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder().setProblem("a problem").build();

  private static final ErrorInfo.Builder INFO =
      ErrorInfo.newBuilder().setDomain("plangen.dev").putMetadata("run_id", RUN_ID);

  @Test
  void theResponseIsReturned() {
    SolveResponse response =
        SolveResponse.newBuilder().setRunId(RUN_ID).setResult(RESULT.getResult()).build();
    try (ScriptedServer server =
            ScriptedServer.inProcess(
                streaming(
                    out -> {
                      WHOLE_RUN.forEach(out::onNext);
                      out.onCompleted();
                    }));
        PlanGenClient client = PlanGenClient.builder().channel(server.channel()).build()) {
      assertThat(client.solve(REQUEST)).isEqualTo(response);
    }
  }

  @Test
  void everyDetailOfAStatusIsRead() {
    PlanGenException thrown =
        failureOf(
            rich(
                Status.Code.RESOURCE_EXHAUSTED,
                Any.pack(INFO.setReason("MODEL_RATE_LIMITED").build()),
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(1)
                                .setNanos(500_000_000))
                        .build())));
    assertThat(thrown.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(thrown.reason()).isEqualTo("MODEL_RATE_LIMITED");
    assertThat(thrown.retryDelay()).contains(Duration.ofMillis(1500));
    assertThat(thrown.runId()).contains(RUN_ID);
    assertThat(thrown.description()).isEqualTo("a sentence");
    assertThat(thrown.step()).isEmpty();
    assertThat(thrown.fieldViolations()).isEmpty();
    assertThat(thrown)
        .hasMessage("RESOURCE_EXHAUSTED (MODEL_RATE_LIMITED): a sentence [run " + RUN_ID + "]")
        .hasCauseInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void everyWrongFieldOfARequestIsTold() {
    PlanGenException thrown = failureOf(badRequest());
    assertThat(thrown.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(thrown.fieldViolations())
        .containsExactly(
            new FieldViolation("problem", "is empty"),
            new FieldViolation("sampling.temperature", "is above 2"));
    assertThat(thrown.runId()).isEmpty();
    assertThat(thrown.retryDelay()).isEmpty();
  }

  @Test
  void detailsThatAreMangledAreLeftOut() {
    Any mangled =
        Any.pack(ErrorInfo.getDefaultInstance()).toBuilder()
            .setValue(ByteString.copyFromUtf8("\b\b\b"))
            .build();
    PlanGenException thrown = failureOf(rich(Status.Code.INTERNAL, mangled));
    assertThat(thrown.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(thrown.reason()).isEmpty();
  }

  @Test
  void detailsOfAnotherStatusAreLeftOut() {
    Metadata trailers =
        Optional.ofNullable(
                rich(Status.Code.ABORTED, Any.pack(INFO.setReason("ELSEWHERE").build()))
                    .getTrailers())
            .orElseThrow();
    PlanGenException thrown = failureOf(Status.UNAVAILABLE.asRuntimeException(trailers));
    assertThat(thrown.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(thrown.reason()).isEmpty();
  }

  @Test
  void aStatusWithoutDetailsIsEnough() {
    PlanGenException thrown = failureOf(Status.UNIMPLEMENTED.asRuntimeException());
    assertThat(thrown.code()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(thrown.reason()).isEmpty();
    assertThat(thrown).hasMessage("UNIMPLEMENTED");
  }

  @Test
  void aDeadlineThatPassesEndsTheCall() {
    try (ScriptedServer server = ScriptedServer.inProcess(streaming(out -> {}));
        PlanGenClient client =
            PlanGenClient.builder()
                .channel(server.channel())
                .deadline(Duration.ofMillis(50))
                .build()) {
      assertThat(failureOf(client).code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void interruptingTheCallerCancelsTheCall() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.inProcess(
                streaming(
                    out -> {
                      out.setOnCancelHandler(cancelled::countDown);
                      arrived.countDown();
                    }));
        PlanGenClient client = PlanGenClient.builder().channel(server.channel()).build()) {
      FutureTask<Boolean> solving =
          new FutureTask<>(
              () -> {
                assertThat(failureOf(client).code()).isEqualTo(Status.Code.CANCELLED);
                return Thread.currentThread().isInterrupted();
              });
      Thread caller = new Thread(solving);
      caller.start();
      assertThat(arrived.await(10, SECONDS)).isTrue();

      caller.interrupt();

      assertThat(solving.get(10, SECONDS)).isTrue();
      assertThat(cancelled.await(10, SECONDS)).isTrue();
    }
  }

  private static StatusRuntimeException badRequest() {
    BadRequest.Builder wrong = BadRequest.newBuilder();
    wrong.addFieldViolationsBuilder().setField("problem").setDescription("is empty");
    wrong.addFieldViolationsBuilder().setField("sampling.temperature").setDescription("is above 2");
    ErrorInfo info = ErrorInfo.newBuilder().setReason("INVALID_REQUEST").build();
    return rich(Status.Code.INVALID_ARGUMENT, Any.pack(info), Any.pack(wrong.build()));
  }

  private static StatusRuntimeException rich(Status.Code code, Any... details) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage("a sentence");
    for (Any detail : details) {
      status.addDetails(detail);
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static PlanGenException failureOf(StatusRuntimeException failure) {
    try (ScriptedServer server = ScriptedServer.inProcess(streaming(out -> out.onError(failure)));
        PlanGenClient client =
            PlanGenClient.builder().channel(server.channel()).retries(0).build()) {
      return failureOf(client);
    }
  }

  private static PlanGenException failureOf(PlanGenClient client) {
    PlanGenException thrown =
        catchThrowableOfType(PlanGenException.class, () -> client.solve(REQUEST));
    return Optional.ofNullable(thrown).orElseThrow();
  }
}
