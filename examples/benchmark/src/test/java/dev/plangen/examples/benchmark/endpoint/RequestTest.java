package dev.plangen.examples.benchmark.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.prompt.ConstraintReader;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.planning.prompt.ScoreReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestTest {

  private static final Pace PACE = new Pace(50, 100, 3, 10);

  @Test
  void theServersOwnPromptsGetAnswersThatItCanRead() {
    List<String> constraints = List.of("It fits.");

    Prompts prompts = Prompts.DEFAULT;
    Prompt plan = prompts.plan("p", constraints, Optional.empty());

    assertThat(Task.of(prompts.constraints("p").user())).isEqualTo(Task.CONSTRAINTS);
    assertThat(Task.of(plan.user())).isEqualTo(Task.PLAN);
    assertThat(Task.of(prompts.verdict("p", constraints, "x").user())).isEqualTo(Task.VERDICT);
    assertThat(ConstraintReader.read(answer(Task.CONSTRAINTS))).hasSize(1);
    assertThat(ScoreReader.read(answer(Task.VERDICT))).hasValue(100);
  }

  @Test
  void aRequestIsTakenWhenItIsWholeAndWhatFollowsStays() {
    String body = "{\"model\":\"" + PACE.name() + "\",\"messages\":\"of run-a7\"}";
    String text = "POST / HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    ByteBuffer received = ByteBuffer.allocate(1000);

    received.put(bytes(text.substring(0, text.length() - 1)));
    assertThat(Request.take(received)).isEmpty();

    received.put(bytes(text.substring(text.length() - 1) + "POST"));
    assertThat(Request.take(received))
        .hasValueSatisfying(
            request -> {
              assertThat(request.pace()).isEqualTo(PACE);
              assertThat(request.run()).hasValue("run-a7");
            });
    assertThat(received.position()).isEqualTo(4);
  }

  private static String answer(Task task) {
    return IntStream.range(0, PACE.chunks())
        .mapToObj(i -> task.piece(PACE, i))
        .collect(Collectors.joining());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
