package dev.plangen.examples.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.v1.ConstraintVerdict;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.VerifierServiceGrpc;
import dev.plangen.v1.VerifyRequest;
import dev.plangen.v1.VerifyResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verifier as the PlanGEN server calls it. */
class FridayVerifierTest {

  private final Server server = start();
  private final ManagedChannel channel =
      Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), InsecureChannelCredentials.create())
          .build();

  private static Server start() {
    try {
      return VerifierServer.start(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private VerifyResponse verify(String plan) {
    return VerifierServiceGrpc.newBlockingStub(channel)
        .verify(VerifyRequest.newBuilder().setProblem("Meet.").setPlan(plan).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here is the proposed time: Friday, 14:00 - 14:30",
        "Let us meet on Friday from 11:45 to 12:15.",
        "Friday 9:00–17:00",
      })
  void aMeetingOnAFridayAfternoonIsVetoed(String plan) {
    VerifyResponse response = verify(plan);

    assertThat(response.getOutcome()).isEqualTo(Outcome.OUTCOME_VETOED);
    assertThat(response.getScore()).isEqualTo(-100);
    assertThat(response.getConstraintVerdictsList())
        .singleElement()
        .returns(Outcome.OUTCOME_VETOED, ConstraintVerdict::getOutcome)
        .returns(response.getFeedback(), ConstraintVerdict::getReason);
  }

  @Test
  void theReasonSaysWhenTheMeetingIs() {
    assertThat(verify("Friday, 14:00 - 14:30").getFeedback())
        .isEqualTo("The meeting is on Friday from 14:00 to 14:30.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here is the proposed time: Friday, 11:30 - 12:00",
        "Here is the proposed time: Monday, 14:00 - 14:30",
        "Monday, 14:00 - 14:30. Once more: Monday, 14:00 - 14:30.",
      })
  void everyOtherMeetingPasses(String plan) {
    VerifyResponse response = verify(plan);

    assertThat(response.getOutcome()).isEqualTo(Outcome.OUTCOME_PASSED);
    assertThat(response.getScore()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Let us meet some time.",
        "Friday, 14:00 - 14:30 or Monday, 9:00 - 9:30",
        "Friday, 25:00 - 26:00",
        "Friday, 14:75 - 15:00"
      })
  void whatIsNotUnderstoodGetsNoOpinion(String plan) {
    VerifyResponse response = verify(plan);

    assertThat(response.getOutcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
    assertThat(response.hasScore()).isFalse();
  }

  @Test
  void itSaysThatItServes() {
    var request =
        HealthCheckRequest.newBuilder().setService(VerifierServiceGrpc.SERVICE_NAME).build();

    assertThat(HealthGrpc.newBlockingStub(channel).check(request).getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }
}
