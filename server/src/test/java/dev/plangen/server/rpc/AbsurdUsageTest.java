package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.ScriptedProvider;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.Budget;
import dev.plangen.v1.Money;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StopReason;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token counts that can't be, from a provider whose answers are good. */
@Timeout(60)
class AbsurdUsageTest {

  /** The dearest that can be configured: one unit for each token. */
  private static final Prices DEAREST =
      new Prices(1_000_000_000_000L, 1_000_000_000_000L, 1_000_000_000_000L, "USD");

  private static final String FINISHED =
      ChatAnswer.event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "9223372036854775807", "-9223372036854775808", "1e30", "1000000001"})
  void aCountThatCannotBeIsUnknownAndTheRunIsFine(String count) {
    String usage =
        ChatAnswer.event(
            """
            {"choices":[],"usage":{"prompt_tokens":%1$s,"completion_tokens":%1$s,\
            "prompt_tokens_details":{"cached_tokens":%1$s},\
            "completion_tokens_details":{"reasoning_tokens":%1$s}}}\
            """
                .formatted(count));
    var provider = ScriptedProvider.solving();
    for (AnswerFormat format : AnswerFormat.values()) {
      String text = format == AnswerFormat.PLAN ? "A plan." : "- One.\nScore: 97";
      provider.on(
          format,
          _ ->
              ChatAnswer.of(text, 4)
                  .raw(FINISHED)
                  .raw(usage)
                  .withoutFinish()
                  .withoutUsage()
                  .reply());
    }
    try (var endpoint = OpenAiEndpoint.start(provider);
        var server = TestServer.inProcess(endpoint, TestServer.NO_RETRIES, DEAREST)) {
      SolveRequest request =
          SolveRequest.newBuilder()
              .setProblem("Plan a day.")
              .setBudget(
                  Budget.newBuilder()
                      .setMaxTotalTokens(100_000)
                      .setMaxCost(Money.newBuilder().setCurrencyCode("USD").setUnits(100_000)))
              .build();

      SolveResult result = server.solveStream(request).completed().getLast().getResult();

      assertThat(result.getStopReason()).isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
      assertThat(result.getSolutionsList()).hasSize(5);
      assertThat(result.getUsage().getCallsWithoutUsage()).isEqualTo(11);
      assertThat(result.getUsage().hasInputTokens()).isFalse();
      assertThat(result.getUsage().hasCost()).isFalse();
    }
  }
}
