package dev.plangen.server.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.ScriptedReply;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SamplingTest {

  private static final int CANDIDATES = 4;

  @Test
  void candidatesAreSampledAtTheTemperatureOfThePaperAndTheRestAtZero() {
    assertThat(options(SamplingWish.NONE, AnswerFormat.PLAN))
        .extracting(GenerationOptions::temperature)
        .containsOnly(OptionalDouble.of(0.7));
    for (AnswerFormat format :
        List.of(AnswerFormat.CONSTRAINTS, AnswerFormat.VERDICT, AnswerFormat.SCORE)) {
      assertThat(options(SamplingWish.NONE, format))
          .isNotEmpty()
          .extracting(GenerationOptions::temperature)
          .containsOnly(OptionalDouble.of(0));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.7, 1.5})
  void theRequestsTemperatureIsForCandidatesOnly(double temperature) {
    var wish =
        new SamplingWish(OptionalDouble.of(temperature), OptionalInt.empty(), OptionalLong.empty());

    assertThat(options(wish, AnswerFormat.PLAN))
        .allSatisfy(
            options -> {
              assertThat(options.temperature()).hasValue(temperature);
              assertThat(options.setByCaller()).containsOnly(SamplingParameter.TEMPERATURE);
            });
    assertThat(options(wish, AnswerFormat.VERDICT))
        .allSatisfy(
            options -> {
              assertThat(options.temperature()).hasValue(0);
              assertThat(options.setByCaller()).isEmpty();
            });
  }

  @Test
  void nothingIsCalledTheCallersWishThatIsNot() {
    assertThat(options(SamplingWish.NONE))
        .extracting(GenerationOptions::setByCaller)
        .containsOnly(Set.of());
  }

  @Test
  void seedsDifferFromCallToCallAndAreTheSameInEachRun() {
    List<Long> first = seeds(SamplingWish.NONE);

    assertThat(first).doesNotHaveDuplicates().hasSize(1 + 3 * CANDIDATES);
    assertThat(seeds(SamplingWish.NONE)).containsExactlyInAnyOrderElementsOf(first);
    assertThat(first).allMatch(seed -> seed >= 0 && seed <= Integer.MAX_VALUE);
  }

  @Test
  void theRequestsSeedChangesEverySeed() {
    assertThat(seeds(seeded(7))).doesNotContainAnyElementsOf(seeds(seeded(8)));
    assertThat(seeds(seeded(7))).containsExactlyInAnyOrderElementsOf(seeds(seeded(7)));
    assertThat(options(seeded(0)))
        .allSatisfy(
            options -> assertThat(options.setByCaller()).containsOnly(SamplingParameter.SEED));
  }

  private static SamplingWish seeded(long seed) {
    return new SamplingWish(OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.of(seed));
  }

  private static List<Long> seeds(SamplingWish wish) {
    return options(wish).stream().map(options -> options.seed().orElseThrow()).toList();
  }

  private static List<GenerationOptions> options(SamplingWish wish) {
    return Stream.of(AnswerFormat.values())
        .flatMap(format -> options(wish, format).stream())
        .toList();
  }

  /** Of every call of that kind in a run in which every kind is made. */
  private static List<GenerationOptions> options(SamplingWish wish, AnswerFormat format) {
    var script = new KeyedScript(wish);
    for (int i = 1; i <= CANDIDATES; i++) {
      script.on("verify/" + i, ScriptedReply.text("no score"));
    }
    var model = new ScriptedModel(script);
    Trail.of(TestJobs.bestOf(CANDIDATES, wish), model).solved();
    return model.asked().stream()
        .filter(ask -> ask.format().orElseThrow() == format)
        .map(ScriptedModel.Ask::options)
        .toList();
  }
}
