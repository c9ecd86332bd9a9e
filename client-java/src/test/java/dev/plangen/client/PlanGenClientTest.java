package dev.plangen.client;

import static dev.plangen.client.ScriptedServer.streaming;
import static dev.plangen.client.Updates.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceImplBase;
import dev.plangen.v1.SolveRequest;
import io.grpc.Status;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlanGenClientTest {

  private final PlanGenServiceImplBase service =
      streaming(
          out -> {
            out.onNext(RESULT);
            out.onCompleted();
          });

  @Test
  void aTargetWithAndWithoutASchemeIsReached() {
    try (ScriptedServer server = ScriptedServer.onSocket(service)) {
      for (String target : new String[] {server.target(), "dns:///" + server.target()}) {
        try (PlanGenClient client = PlanGenClient.builder().target(target).plaintext().build()) {
          assertThat(firstUpdateOf(client)).isEqualTo(new SolveEvent.Updated(RESULT));
        }
      }
    }
  }

  @Test
  void aTargetIsSpokenToWithTlsUnlessPlaintextIsSet() {
    try (ScriptedServer server = ScriptedServer.onSocket(service);
        PlanGenClient client = PlanGenClient.builder().target(server.target()).build()) {
      assertThatExceptionOfType(PlanGenException.class)
          .isThrownBy(() -> firstUpdateOf(client))
          .satisfies(thrown -> assertThat(thrown.code()).isEqualTo(Status.Code.UNAVAILABLE));
    }
  }

  @Test
  void closingLeavesAGivenChannelOpen() {
    try (ScriptedServer server = ScriptedServer.inProcess(service)) {
      PlanGenClient first = PlanGenClient.builder().channel(server.channel()).build();
      first.close();
      assertThat(server.channel().isShutdown()).isFalse();
      PlanGenClient second = PlanGenClient.builder().channel(server.channel()).build();
      assertThat(firstUpdateOf(second)).isEqualTo(new SolveEvent.Updated(RESULT));
    }
  }

  @Test
  void aClientThatWasClosedFailsItsCalls() {
    try (ScriptedServer server = ScriptedServer.onSocket(service)) {
      PlanGenClient client = PlanGenClient.builder().target(server.target()).plaintext().build();
      client.close();
      client.close();
      assertThatExceptionOfType(PlanGenException.class)
          .isThrownBy(() -> firstUpdateOf(client))
          .satisfies(thrown -> assertThat(thrown.code()).isEqualTo(Status.Code.CANCELLED));
    }
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    try (ScriptedServer server = ScriptedServer.inProcess(service)) {
      PlanGenClient.Builder neither = PlanGenClient.builder();
      assertThatIllegalStateException().isThrownBy(neither::build);
      PlanGenClient.Builder both =
          PlanGenClient.builder().target("127.0.0.1:1").channel(server.channel());
      assertThatIllegalStateException().isThrownBy(both::build);
      PlanGenClient.Builder plainChannel =
          PlanGenClient.builder().channel(server.channel()).plaintext();
      assertThatIllegalStateException().isThrownBy(plainChannel::build);
    }
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    PlanGenClient.Builder builder = PlanGenClient.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.deadline(Duration.ZERO))
        .withMessageContaining("deadline");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.deadline(ChronoUnit.FOREVER.getDuration()))
        .withMessageContaining("deadline");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retries(-1))
        .withMessageContaining("retries");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.retries(101));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.prefetch(0))
        .withMessageContaining("prefetch");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.prefetch(1025));
  }

  private static Object firstUpdateOf(PlanGenClient client) {
    SolveRequest request = SolveRequest.newBuilder().setProblem("a problem").build();
    try (SolveStream stream = client.solveStream(request)) {
      return stream.next();
    }
  }
}
