package dev.plangen.examples.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.examples.evaluate.result.Check;
import dev.plangen.examples.evaluate.result.Score;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BallotTest {

  @ParameterizedTest
  @CsvSource({
    "'a', a",
    "'a b b', b",
    "'a b b a', a",
    "'b a a b', b",
    "'a b c', a",
    "'- - - b', b",
  })
  void theAnswerOfMostWinsAndOfEqualsTheEarlier(String answers, String winner) {
    assertThat(Ballot.winner(samples(answers)).answer()).isEqualTo(winner);
  }

  @Test
  void anAnswerThatNobodyCanReadWinsOnlyWhereThereIsNoOther() {
    assertThat(Ballot.winner(samples("- -"))).isEqualTo(samples("-").getFirst());
    assertThat(Ballot.winner(List.of())).isEqualTo(Score.NONE);
  }

  @Test
  void aVoteOfSomeIsOfTheFirst() {
    assertThat(Ballot.winner(Ballot.first(3, samples("b b a a a"))).answer()).isEqualTo("b");
    assertThat(Ballot.first(9, samples("b a"))).hasSize(2);
  }

  private static List<Score> samples(String answers) {
    return Stream.of(answers.split(" ", -1))
        .map(answer -> new Score(answer.equals("-") ? "" : answer, false, Check.VETOED))
        .toList();
  }
}
