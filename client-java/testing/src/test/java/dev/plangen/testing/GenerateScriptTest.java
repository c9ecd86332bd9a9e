package dev.plangen.testing;

import static dev.plangen.testing.GenerateScript.generate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.ModelServiceGrpc;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a script says a model writes is what callers get. */
@Timeout(60)
class GenerateScriptTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder().setPrompt("Write a line.").build();

  private final PlanGenTestServer server = PlanGenTestServer.inProcess();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void chunksComeAsScriptedAndTheLastOneHasTheFinishReason() {
    server.generates(
        generate()
            .text("¡Olé")
            .again()
            .text("Café ")
            .text("con leche")
            .finish(FinishReason.FINISH_REASON_LENGTH));

    assertThat(stream().completed().stream().map(chunk -> chunk.getOffset() + chunk.getText()))
        .containsExactly("0¡Olé", "0Café ", "6con leche", "15");
    assertThat(stream().end().getDescription()).contains("generates()");
  }

  @Test
  void generateReturnsTheWholeText() {
    server.generates(generate().text("one ").text("two"));

    GenerateResponse response =
        Call.of(server.channel(), ModelServiceGrpc.getGenerateMethod(), REQUEST).completed().get(0);

    assertThat(response.getText()).isEqualTo("one two");
    assertThat(response.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STOP);
  }

  @Test
  void aGenerationFailsOrBreaksInTheMiddle() {
    server.generates(
        generate()
            .text("one ")
            .fail(Failure.of(Status.Code.UNAVAILABLE, "MODEL_UNAVAILABLE", "It is down.")),
        generate().text("one ").drop(Status.Code.INTERNAL));

    Call<GenerateChunk> failed = stream();
    assertThat(failed.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failed.errorInfo().get().getReason()).isEqualTo("MODEL_UNAVAILABLE");
    assertThat(failed.errorInfo().get().getMetadataMap())
        .containsEntry("run_id", failed.runId().get());
    Call<GenerateChunk> broken = stream();
    assertThat(broken.end().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(broken.errorInfo()).isEmpty();
    assertThat(broken.soFar()).hasSize(1);
  }

  @Test
  void aCallerCanLeaveWhileTheModelIsHeld() throws InterruptedException {
    Gate gate = new Gate();
    server.generates(generate().text("one ").hold(gate).text("two"));

    Call<GenerateChunk> call = stream();
    gate.awaitReached(LIMIT);
    call.cancel();

    assertThat(call.end().getCode()).isEqualTo(Status.Code.CANCELLED);
    server.await(s -> s.openCalls() == 0, LIMIT);
  }

  private Call<GenerateChunk> stream() {
    return Call.of(server.channel(), ModelServiceGrpc.getGenerateStreamMethod(), REQUEST);
  }
}
