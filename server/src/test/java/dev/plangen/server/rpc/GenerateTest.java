package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.Sampling;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The model itself, through the server. */
class GenerateTest {

  private static final String TEXT = "Ein Text – größer als eine Ecke ✓, in vielen Stücken.";

  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder()
          .setPrompt("a prompt")
          .setSystemPrompt("an instruction")
          .setSampling(Sampling.newBuilder().setTemperature(1.5).setMaxOutputTokens(77).setSeed(5))
          .build();

  @Test
  void generateReturnsTheWholeText() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text(TEXT));
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call = new Received<GenerateRequest, GenerateResponse>();
      call.on(server.models()).generate(REQUEST, call);
      GenerateResponse response = call.completed().getFirst();

      assertThat(response.getText()).isEqualTo(TEXT);
      assertThat(response.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STOP);
      assertThat(response.getUsage().getOutputTokens()).isEqualTo(20);
      assertThat(call.runIdHeader()).isPresent();
    }
  }

  @Test
  void theModelIsSentWhatTheRequestSaysAndNothingElse() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text(TEXT));
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      stream(server, REQUEST).completed();
      stream(server, GenerateRequest.newBuilder().setPrompt("bare").build()).completed();
      var full = endpoint.calls().get(0);
      var bare = endpoint.calls().get(1);

      assertThat(full.text("user")).isEqualTo("a prompt");
      assertThat(full.text("system")).isEqualTo("an instruction");
      assertThat(full.body().get("temperature").asDouble()).isEqualTo(1.5);
      assertThat(full.body().get("max_completion_tokens").asInt()).isEqualTo(77);
      assertThat(full.body().has("seed")).isTrue();
      assertThat(bare.text("system")).isEmpty();
      assertThat(bare.body().has("temperature")).isFalse();
      assertThat(bare.body().get("max_completion_tokens").asInt()).isEqualTo(8192);
    }
  }

  /** Zero is a wish, not the absence of one. */
  @Test
  void aTemperatureOfZeroIsSentAsZero() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text(TEXT));
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      Sampling zero = Sampling.newBuilder().setTemperature(0).build();
      stream(server, REQUEST.toBuilder().setSampling(zero).build()).completed();

      assertThat(endpoint.calls().getFirst().body().path("temperature").asDouble(-1)).isZero();
    }
  }

  @Test
  void chunksRebuildTheTextAndOnlyTheLastTellsHowItEnded() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(_ -> ChatAnswer.text(TEXT));
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call = stream(server, REQUEST);
      List<GenerateChunk> chunks = call.completed();
      GenerateChunk last = chunks.getLast();

      assertThat(rebuilt(chunks)).isEqualTo(TEXT);
      assertThat(last.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STOP);
      assertThat(last.getUsage().getModelCalls()).isEqualTo(1);
      assertThat(last.getUsage().getInputTokens()).isEqualTo(100);
      assertThat(chunks.subList(0, chunks.size() - 1))
          .noneMatch(GenerateChunk::hasUsage)
          .allMatch(chunk -> chunk.getFinishReason() == FinishReason.FINISH_REASON_UNSPECIFIED);
      assertThat(call.runIdHeader()).isPresent();
    }
  }

  @Test
  void chunksArriveWhileTheModelWrites() throws Exception {
    var gate = new Gate();
    try (var endpoint =
            OpenAiEndpoint.start(
                _ -> ChatAnswer.of("first ", 6).hold(gate).content("second").reply());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call = stream(server, REQUEST);

      assertThat(call.next().getText()).isEqualTo("first ");
      assertThat(call.hasEnded()).isFalse();
      gate.release();
      assertThat(rebuilt(call.completed())).isEqualTo("first second");
    }
  }

  @Test
  void aRepeatedCallWritesFromTheBeginning() throws Exception {
    var calls = new AtomicInteger();
    try (var endpoint =
            OpenAiEndpoint.start(
                _ ->
                    calls.incrementAndGet() == 1
                        ? ChatAnswer.of(
                                "what is void, and longer than the text that counts in"
                                    + " the end",
                                4)
                            .cut()
                            .reply()
                        : ChatAnswer.text(TEXT));
        var server =
            TestServer.inProcess(
                endpoint,
                new RetryPolicy(
                    2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1)))) {
      List<GenerateChunk> chunks = stream(server, REQUEST).completed();

      assertThat(rebuilt(chunks)).isEqualTo(TEXT);
      assertThat(chunks.getLast().getUsage().getModelCalls()).isEqualTo(2);
      assertThat(chunks.getLast().getUsage().getCallsWithoutUsage()).isEqualTo(1);
    }
  }

  @Test
  void aTextOfMoreThanEightBytesPerTokenIsCutOffAsAtTheLimit() throws Exception {
    try (var endpoint =
            OpenAiEndpoint.start(_ -> ChatAnswer.of("€".repeat(100), 5).stall().reply());
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var request =
          REQUEST.toBuilder().setSampling(Sampling.newBuilder().setMaxOutputTokens(10)).build();
      List<GenerateChunk> chunks = stream(server, request).completed();

      assertThat(rebuilt(chunks)).isEqualTo("€".repeat(26));
      assertThat(chunks.getLast().getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_LENGTH);
      assertThat(chunks.getLast().getUsage().getCallsWithoutUsage()).isEqualTo(1);
    }
  }

  @Test
  void aFailureEndsTheStreamWithItsStatus() throws Exception {
    try (var endpoint = OpenAiEndpoint.start(_ -> Reply.status(503));
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      var call = stream(server, REQUEST);

      assertThat(call.failed().code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(call.failed().reason()).isEqualTo("MODEL_UNAVAILABLE");
      assertThat(call.failed().info().orElseThrow().getMetadataMap())
          .containsEntry("run_id", call.runIdHeader().orElseThrow());
      assertThat(call.messages()).isEmpty();
    }
  }

  private static Received<GenerateRequest, GenerateChunk> stream(
      TestServer server, GenerateRequest request) {
    var call = new Received<GenerateRequest, GenerateChunk>();
    call.on(server.models()).generateStream(request, call);
    return call;
  }

  private static String rebuilt(List<GenerateChunk> chunks) {
    byte[] text = new byte[0];
    for (GenerateChunk chunk : chunks) {
      assertThat((int) chunk.getOffset()).isBetween(0, text.length);
      byte[] more = chunk.getText().getBytes(StandardCharsets.UTF_8);
      byte[] joined = new byte[(int) chunk.getOffset() + more.length];
      System.arraycopy(text, 0, joined, 0, (int) chunk.getOffset());
      System.arraycopy(more, 0, joined, (int) chunk.getOffset(), more.length);
      text = joined;
    }
    return new String(text, StandardCharsets.UTF_8);
  }
}
