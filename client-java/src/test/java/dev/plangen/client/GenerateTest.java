package dev.plangen.client;

import static dev.plangen.client.Scripts.LIMIT;
import static dev.plangen.client.Scripts.clientOf;
import static dev.plangen.testing.GenerateScript.generate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GenerateTest {

  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder().setPrompt("Say something.").build();

  private final PlanGenTestServer server = PlanGenTestServer.inProcess();
  private final PlanGenClient client = clientOf(server);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void theTextIsStreamedAndPutTogether() {
    server.generates(generate().text("Grüß ").text("Gott").text("!"));

    List<Generated> pieces = readAll();

    assertThat(pieces).map(Generated::text).contains("Grüß Gott!");
    Generated last = pieces.get(pieces.size() - 1);
    assertThat(last.chunk().getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STOP);
    assertThat(last.text()).isEqualTo("Grüß Gott!");
  }

  @Test
  void aTextThatTheServerBeginsAgainIsBegunAgain() {
    server.generates(generate().text("Once upon").again().text("Twice"));

    assertThat(readAll()).last().extracting(Generated::text).isEqualTo("Twice");
  }

  @Test
  void theTextIsReturnedWhole() {
    server.generates(generate().text("All of ").text("it."));

    assertThat(client.generate(REQUEST).getText()).isEqualTo("All of it.");
  }

  @Test
  void aConnectionThatBreaksIsToldSinceTheTextMayHaveBeenPaid() {
    server.generates(generate().text("Once").drop(), generate().text("Twice"));

    try (GenerateStream stream = client.generateStream(REQUEST)) {
      PlanGenException thrown =
          catchThrowableOfType(PlanGenException.class, () -> stream.forEachRemaining(piece -> {}));
      assertThat(thrown.code()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    assertThat(server.received(ModelServiceGrpc.getGenerateStreamMethod())).hasSize(1);
  }

  @Test
  void aRefusalThatSaysWhenToComeBackIsFollowed() {
    server.refuses(
        ModelServiceGrpc.getGenerateStreamMethod(),
        dev.plangen.testing.Failure.overloaded(Duration.ofMillis(10)));
    server.refuses(
        ModelServiceGrpc.getGenerateMethod(),
        dev.plangen.testing.Failure.overloaded(Duration.ofMillis(10)));
    server.generates(generate().text("Twice"), generate().text("Thrice"));

    assertThat(readAll()).last().extracting(Generated::text).isEqualTo("Twice");
    assertThat(client.generate(REQUEST).getText()).isEqualTo("Thrice");
  }

  @Test
  void leavingEndsTheGeneration() {
    server.generates(generate().text("On and on").delay(Duration.ofHours(1)));
    try (GenerateStream stream = client.generateStream(REQUEST)) {
      assertThat(stream.next().text()).isEqualTo("On and on");
    }

    server.await(s -> s.openCalls() == 0, LIMIT);
  }

  private List<Generated> readAll() {
    try (GenerateStream stream = client.generateStream(REQUEST)) {
      List<Generated> pieces = new ArrayList<>();
      stream.forEachRemaining(pieces::add);
      return pieces;
    }
  }
}
