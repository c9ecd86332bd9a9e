package dev.plangen.examples.terminal.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldNamesTest {

  @Test
  void aFieldOfTheRequestIsToldByItsOption() {
    assertThat(FieldNames.of("sampling.temperature")).contains("--temperature");
    assertThat(FieldNames.of("budget.max_model_calls")).contains("--max-model-calls");
    assertThat(FieldNames.of("verifiers[1]")).contains("--verifier");
    assertThat(FieldNames.of("algorithm.best_of_n.candidates")).contains("candidates");
  }
}
