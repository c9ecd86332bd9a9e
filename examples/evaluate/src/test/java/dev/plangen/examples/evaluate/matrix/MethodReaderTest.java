package dev.plangen.examples.evaluate.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plangen.examples.evaluate.stop.Halt;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Mixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodReaderTest {

  @Test
  void parametersAreThoseOfTheContract() {
    assertThat(MethodReader.read("best_of_n:candidates=8,parallelism=2").algorithm().getBestOfN())
        .isEqualTo(BestOfN.newBuilder().setCandidates(8).setParallelism(2).build());
    assertThat(
            MethodReader.read("mixture:max_iterations=3,prior_weight=0.5").algorithm().getMixture())
        .isEqualTo(Mixture.newBuilder().setMaxIterations(3).setPriorWeight(0.5).build());
    assertThat(MethodReader.read("rebase").algorithm().hasRebase()).isTrue();
  }

  @Test
  void firstIsOneCandidateAfterTheOtherUntilOneIsVerified() {
    assertThat(MethodReader.read("best_of_n:first,candidates=8").algorithm().getBestOfN())
        .isEqualTo(
            BestOfN.newBuilder()
                .setCandidates(8)
                .setParallelism(1)
                .setAcceptFirstVerified(true)
                .build());
  }

  @Test
  void onlyIndependentCandidatesAreSamples() {
    assertThat(MethodReader.read("single").samples()).hasValue(1);
    assertThat(MethodReader.read("majority:candidates=9").samples()).hasValue(9);
    assertThat(MethodReader.read("best_of_n").samples()).hasValue(5);
    assertThat(MethodReader.read("best_of_n:candidates=8").samples()).hasValue(8);
    assertThat(MethodReader.read("best_of_n:first").samples()).isEmpty();
    assertThat(MethodReader.read("tree_of_thought").samples()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "guess, 'single, majority, best_of_n, best_of_n:first, tree_of_thought, rebase, mixture'",
    "best_of_n:width=3, 'candidates=, parallelism=, accept_first_verified='",
    "rebase:first, 'width=, max_depth='",
    "best_of_n:candidates=many, can't be",
    "best_of_n:accept_first_verified=yes, can't be",
    "single:candidates=2, takes no parameters",
    "majority:candidates=99, 1 to 34",
  })
  void whatIsNotThereIsRefusedWithWhatIs(String text, String told) {
    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> MethodReader.read(text))
        .withMessageContaining(told);
  }
}
