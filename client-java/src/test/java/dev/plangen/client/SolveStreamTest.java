package dev.plangen.client;

import static dev.plangen.client.ScriptedServer.RUN_ID;
import static dev.plangen.client.ScriptedServer.streaming;
import static dev.plangen.client.Updates.BEGUN;
import static dev.plangen.client.Updates.EXTRACTED;
import static dev.plangen.client.Updates.RESULT;
import static dev.plangen.client.Updates.WHOLE_RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceImplBase;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepError;
import dev.plangen.v1.StepUpdate;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SolveStreamTest {

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder().setProblem("a problem").build();

  @Test
  void updatesArriveInOrderAndEndWithTheResult() {
    withStream(
        out -> {
          WHOLE_RUN.forEach(out::onNext);
          out.onCompleted();
        },
        stream -> {
          assertThat(readAll(stream)).isEqualTo(WHOLE_RUN);
          assertThat(stream.hasNext()).isFalse();
          assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
        });
  }

  @Test
  void theRunIdIsKnownOnceTheServerHasToldIt() {
    withStream(
        out -> out.onNext(BEGUN),
        stream -> {
          stream.next();
          assertThat(stream.runId()).contains(RUN_ID);
        });
  }

  @Test
  void moreUpdatesThanArePrefetchedArrive() {
    List<StepUpdate> many = new ArrayList<>();
    for (int sequence = 1; sequence <= 1_000; sequence++) {
      many.add(BEGUN.toBuilder().setSequence(sequence).build());
    }
    many.add(RESULT.toBuilder().setSequence(1_001).build());
    withStream(
        out -> {
          many.forEach(out::onNext);
          out.onCompleted();
        },
        stream -> assertThat(readAll(stream)).isEqualTo(many));
  }

  @Test
  void aFailedRunHandsOutItsErrorUpdateAndThenThrows() {
    StepError error =
        StepError.newBuilder()
            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
            .setReason("MODEL_RATE_LIMITED")
            .setMessage("the model's provider limits its rate")
            .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(20))
            .build();
    StepUpdate failed = Updates.failed(Step.STEP_GENERATE_SOLUTIONS, error);
    withStream(
        PlanGenClient.builder().retries(0),
        out -> {
          out.onNext(BEGUN);
          out.onNext(failed);
          out.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
        },
        stream -> {
          assertThat(stream.next()).isEqualTo(new SolveEvent.Updated(BEGUN));
          assertThat(stream.next()).isEqualTo(new SolveEvent.Updated(failed));
          PlanGenException thrown = failureOf(stream);
          assertThat(thrown.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
          assertThat(thrown.reason()).isEqualTo("MODEL_RATE_LIMITED");
          assertThat(thrown.step()).contains(Step.STEP_GENERATE_SOLUTIONS);
          assertThat(thrown.retryDelay()).contains(Duration.ofSeconds(20));
          assertThat(thrown.runId()).contains(RUN_ID);
          assertThat(thrown)
              .hasMessage(
                  "RESOURCE_EXHAUSTED (MODEL_RATE_LIMITED): the model's provider limits its rate"
                      + " [run "
                      + RUN_ID
                      + "]");
        });
  }

  @Test
  void theTerminalUpdateIsBelievedOverAConnectionThatBreaksAfterIt() {
    StepError error =
        StepError.newBuilder()
            .setCode(Status.Code.ABORTED.value())
            .setReason("MODEL_OUTPUT_UNUSABLE")
            .build();
    withStream(
        out -> {
          out.onNext(Updates.failed(Step.STEP_GENERATE_SOLUTIONS, error));
          out.onError(Status.UNAVAILABLE.asRuntimeException());
        },
        stream -> {
          stream.next();
          PlanGenException thrown = failureOf(stream);
          assertThat(thrown.code()).isEqualTo(Status.Code.ABORTED);
          assertThat(thrown.reason()).isEqualTo("MODEL_OUTPUT_UNUSABLE");
        });
  }

  @Test
  void aConnectionThatBreaksAfterTheResultIsNoFailure() {
    withStream(
        out -> {
          out.onNext(RESULT);
          out.onError(Status.UNAVAILABLE.asRuntimeException());
        },
        stream -> assertThat(readAll(stream)).containsExactly(RESULT));
  }

  /** Nor can it be read on here: this server knows no other RPC. */
  @Test
  void aStreamWithoutATerminalUpdateIsBroken() {
    withStream(
        out -> {
          out.onNext(BEGUN);
          out.onCompleted();
        },
        stream -> {
          stream.next();
          assertThat(failureOf(stream).code()).isEqualTo(Status.Code.UNIMPLEMENTED);
        });
  }

  @Test
  void aFailureIsToldAgainWhenAskedAgain() {
    withStream(
        out -> out.onError(Status.NOT_FOUND.asRuntimeException()),
        stream -> {
          assertThat(failureOf(stream).code()).isEqualTo(Status.Code.NOT_FOUND);
          assertThat(failureOf(stream).code()).isEqualTo(Status.Code.NOT_FOUND);
          assertThat(failureOf(stream).runId()).isEmpty();
        });
  }

  @Test
  void aDeadlineThatPassesEndsTheStream() {
    withStream(
        PlanGenClient.builder().deadline(Duration.ofMillis(50)),
        out -> {},
        stream -> assertThat(failureOf(stream).code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
  }

  @Test
  void closingAStreamThatWasReadToItsEndChangesNothing() {
    withStream(
        out -> {
          out.onNext(RESULT);
          out.onCompleted();
        },
        stream -> {
          readAll(stream);
          stream.close();
          stream.close();
          assertThat(stream.hasNext()).isFalse();
        });
  }

  @Test
  void closingDropsWhatWasNotRead() {
    withStream(
        out -> {
          out.onNext(BEGUN);
          out.onNext(EXTRACTED);
        },
        stream -> {
          stream.next();
          stream.close();
          assertThat(failureOf(stream).code()).isEqualTo(Status.Code.CANCELLED);
          assertThatThrownBy(stream::next).isInstanceOf(PlanGenException.class);
        });
  }

  @Test
  void closingDropsWhatWasNotReadOfARunThatHasEndedToo() {
    PlanGenServiceImplBase service =
        streaming(
            out -> {
              WHOLE_RUN.forEach(out::onNext);
              out.onCompleted();
            });
    try (ScriptedServer server = ScriptedServer.inCallingThread(service);
        PlanGenClient client = PlanGenClient.builder().channel(server.channel()).build()) {
      SolveStream stream = client.solveStream(REQUEST);
      assertThat(stream.next()).isEqualTo(new SolveEvent.Updated(BEGUN));
      stream.close();
      assertThat(failureOf(stream).code()).isEqualTo(Status.Code.CANCELLED);
    }
  }

  private static PlanGenException failureOf(SolveStream stream) {
    PlanGenException thrown = catchThrowableOfType(PlanGenException.class, stream::hasNext);
    return Optional.ofNullable(thrown).orElseThrow();
  }

  private static List<StepUpdate> readAll(SolveStream stream) {
    List<StepUpdate> updates = new ArrayList<>();
    stream.forEachRemaining(event -> updates.add(((SolveEvent.Updated) event).update()));
    return updates;
  }

  private interface Reading {
    void read(SolveStream stream);
  }

  private static void withStream(ScriptedServer.Script<StepUpdate> script, Reading reading) {
    withStream(PlanGenClient.builder(), script, reading);
  }

  private static void withStream(
      PlanGenClient.Builder builder, ScriptedServer.Script<StepUpdate> script, Reading reading) {
    try (ScriptedServer server = ScriptedServer.inProcess(streaming(script));
        PlanGenClient client = builder.channel(server.channel()).build();
        SolveStream stream = client.solveStream(REQUEST)) {
      reading.read(stream);
    }
  }
}
