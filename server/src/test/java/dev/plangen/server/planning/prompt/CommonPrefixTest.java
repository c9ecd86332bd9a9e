package dev.plangen.server.planning.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.llm.openai.OpenAiModel;
import dev.plangen.server.llm.openai.OpenAiTransport;
import dev.plangen.server.llm.openai.Preset;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.NaturalForms;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.SolveRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What providers' prefix caches can save: how much of each prompt of a run is the same, compared as
 * bytes of the HTTP bodies, for problems of the forms and sizes of NATURAL PLAN.
 */
@Timeout(120)
class CommonPrefixTest {

  private static final double LEAST_SHARE = 0.8;
  private static final int PROBLEMS_OF_A_KIND = 100;
  private static final int SOLVES_OF_A_KIND = 5;
  private static final List<String> ALGORITHMS = List.of("best_of_n", "tree_of_thought", "rebase");
  private static final GenerationOptions OPTIONS =
      new GenerationOptions(
          OptionalDouble.of(0.7), OptionalInt.of(8192), OptionalLong.of(7), Set.of());

  private final LanguageModel offline = new OfflineModel(OfflineSettings.exact());

  @Test
  void candidatesAndVerificationsOfASolveShareMostOfTheirPrompts() {
    var random = new Random(1);
    for (int i = 0; i < SOLVES_OF_A_KIND; i++) {
      assertSharesMost(callsOfASolve(NaturalForms.meeting(random)));
      assertSharesMost(callsOfASolve(NaturalForms.trip(random)));
    }
  }

  private List<ChatCall> callsOfASolve(String problem) {
    try (var endpoint = OpenAiEndpoint.start(this::answer);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES)) {
      server
          .planGenBlocking()
          .solve(
              SolveRequest.newBuilder()
                  .setProblem(problem)
                  .setAlgorithm(
                      Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(3)))
                  .build());
      List<ChatCall> calls = endpoint.calls();
      assertThat(calls).hasSize(7);
      // The first names the constraints that all others hold.
      return calls.subList(1, calls.size());
    }
  }

  private Reply answer(ChatCall call) {
    return ChatAnswer.text(ask(offline, new Prompt(call.text("system"), call.text("user"))));
  }

  @Test
  void everyQuestionThatASearchMayAskSharesMostOfItsPrompt() {
    try (var endpoint =
            OpenAiEndpoint.start(ScriptedProvider.always(_ -> ChatAnswer.text("An answer.")));
        var transport = new OpenAiTransport()) {
      var model =
          new OpenAiModel(
              Preset.OPENAI.settings("id", endpoint.baseUrl(), Optional.of(() -> "key"), "gpt-4.1"),
              transport);
      var random = new Random(2);
      for (int i = 0; i < PROBLEMS_OF_A_KIND; i++) {
        assertSharesMost(callsOfASearch(endpoint, model, NaturalForms.meeting(random)));
        assertSharesMost(callsOfASearch(endpoint, model, NaturalForms.trip(random)));
      }
    }
  }

  private List<ChatCall> callsOfASearch(
      OpenAiEndpoint endpoint, LanguageModel model, String problem) {
    Prompts prompts = Prompts.DEFAULT;
    List<String> constraints = ConstraintReader.read(ask(offline, prompts.constraints(problem)));
    String plan = ask(offline, prompts.plan(problem, constraints, Optional.empty()));
    assertThat(constraints).hasSizeGreaterThan(2);
    assertThat(plan).contains("Here is");
    String steps = beginning(plan);
    int before = endpoint.calls().size();
    Stream.of(
            prompts.plan(problem, constraints, Optional.empty()),
            prompts.verdict(problem, constraints, plan),
            prompts.step(problem, constraints, Optional.empty(), "", Optional.empty()),
            prompts.step(problem, constraints, Optional.empty(), steps, Optional.empty()),
            prompts.reward(problem, constraints, steps),
            prompts.completion(problem, constraints, steps),
            prompts.priors(problem, constraints, Optional.empty(), ALGORITHMS))
        .forEach(prompt -> ask(model, prompt));
    List<ChatCall> calls = endpoint.calls();
    return calls.subList(before, calls.size());
  }

  /** All but the last flight and stay of a trip. */
  private static String beginning(String plan) {
    List<String> lines = plan.lines().filter(line -> line.startsWith("**")).toList();
    return lines.isEmpty() ? "Day: Monday" : String.join("\n", lines.subList(0, lines.size() - 2));
  }

  private static String ask(LanguageModel model, Prompt prompt) {
    var sink = new RecordingSink();
    model.generate(prompt, OPTIONS, sink, Cancellation.create());
    return sink.text();
  }

  private static void assertSharesMost(List<ChatCall> calls) {
    byte[] first = bytes(calls.getFirst().rawBody());
    int common =
        calls.stream()
            .mapToInt(call -> commonBytes(first, bytes(call.rawBody())))
            .min()
            .orElseThrow();
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat((double) common / promptBytes(call))
                    .as("%d common bytes of %s", common, call.rawBody())
                    .isGreaterThanOrEqualTo(LEAST_SHARE));
  }

  private static int commonBytes(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? a.length : mismatch;
  }

  /** From the beginning of the body to the end of the prompt: nothing that varies stands before. */
  private static int promptBytes(ChatCall call) {
    String prompt = "{\"messages\":" + call.body().path("messages");
    assertThat(call.rawBody()).startsWith(prompt);
    return bytes(prompt).length;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
