package dev.plangen.server.planning.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        " 1\n",
        "1.",
        "**1**",
        "`1`",
        "\"1\"",
        "(1)",
        "Yes",
        "yes.",
        "YES!",
        "true",
        "Answer: 1",
        "**Answer:** 1",
        "Complete: yes",
        "{\"complete\": 1}",
        "```\n1\n```",
        "1\nEach city has its days.",
        "Each city has its days.\n\n1",
        "1\n1",
      })
  void yes(String answer) {
    assertThat(CompletionReader.read(answer)).contains(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.",
        "**0**",
        "No",
        "no.",
        "False",
        "Answer: 0",
        "completion = 0",
        "{\"complete\": false}",
        "The last stay is missing.\n0",
      })
  void no(String answer) {
    assertThat(CompletionReader.read(answer)).contains(false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "10",
        "01",
        "-1",
        "2",
        "1/0",
        "0.5",
        "1 or 0",
        "maybe",
        "complete",
        "y",
        "The plan has 1 step.",
        "1\n0",
        "Yes, but a step is missing.",
        "yes no",
        "Day 1",
      })
  void whatSaysNeitherOrBothIsUnreadable(String answer) {
    assertThat(CompletionReader.read(answer)).isEmpty();
  }

  @Test
  void aHugeAnswerIsReadQuickly() {
    assertThat(CompletionReader.read("*".repeat(50_000) + "complete" + "*".repeat(50_000)))
        .isEmpty();
  }
}
