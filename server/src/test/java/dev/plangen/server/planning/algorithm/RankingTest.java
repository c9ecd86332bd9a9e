package dev.plangen.server.planning.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.Selection;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.Verdict;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static final Candidate ONE = candidate(1, FinishCause.STOP);
  private static final Candidate TWO = candidate(2, FinishCause.STOP);
  private static final Candidate TEN = candidate(10, FinishCause.STOP);
  private static final Candidate CUT = candidate(3, FinishCause.LENGTH);

  @Test
  void theHigherScoreWins() {
    assertThat(select(judged(ONE, 5), judged(TWO, 6)).candidate()).isEqualTo(TWO);
    assertThat(select(judged(ONE, -100), judged(TWO, -99)).candidate()).isEqualTo(TWO);
  }

  @Test
  void ofEqualsTheEarlierNumberWinsNotTheEarlierText() {
    assertThat(select(judged(TEN, 5), judged(TWO, 5)).candidate()).isEqualTo(TWO);
  }

  @Test
  void aCandidatesScoreIsItsLowest() {
    Selection selection = select(judged(ONE, 100), judged(ONE, 10), judged(TWO, 20));

    assertThat(selection.candidate()).isEqualTo(TWO);
    assertThat(select(judged(ONE, 100), judged(ONE, 10)).score()).hasValue(10);
  }

  @Test
  void scoredComesBeforeUnscored() {
    assertThat(select(unscored(ONE), judged(TWO, -100)).candidate()).isEqualTo(TWO);
  }

  @Test
  void vetoedComesAfterEveryOtherScoredOneButBeforeUnscored() {
    assertThat(select(vetoed(ONE, 100), judged(TWO, -100)).candidate()).isEqualTo(TWO);
    assertThat(select(vetoed(TWO, -100), unscored(ONE)).candidate()).isEqualTo(TWO);
  }

  @Test
  void wholeComesBeforeCutOff() {
    assertThat(select(judged(CUT, 100), unscored(TEN)).candidate()).isEqualTo(TEN);
  }

  @Test
  void verifiedFromTheThresholdOn() {
    assertThat(select(judged(ONE, 95)).verified()).isTrue();
    assertThat(select(judged(ONE, 94)).verified()).isFalse();
    assertThat(select(unscored(ONE)).verified()).isFalse();
    assertThat(select(judged(ONE, 100), vetoed(ONE, 100)).verified()).isFalse();
  }

  @Test
  void soundOnlyByASoundVerifierThatPassedItAndWithoutVeto() {
    assertThat(select(judged(ONE, 100)).sound()).isFalse();
    assertThat(select(judged(ONE, 1), soundlyPassed(ONE)).sound()).isTrue();
    assertThat(select(soundlyPassed(ONE), vetoed(ONE, -100)).sound()).isFalse();
  }

  @Test
  void aCandidateThatNobodyHasJudgedTakesNoPart() {
    Selection selection = select(List.of(ONE, TWO), judged(TWO, -5));

    assertThat(selection.candidate()).isEqualTo(TWO);
  }

  @Test
  void ifNobodyHasJudgedAnyTheFirstWholeOneIsSelectedUnverified() {
    Selection selection = select(List.of(CUT, ONE, TWO));

    assertThat(selection).isEqualTo(new Selection(ONE, OptionalInt.empty(), false, false));
    assertThatThrownBy(() -> select(List.of(CUT))).isInstanceOf(IllegalStateException.class);
  }

  private static Selection select(Verdict... verdicts) {
    return select(List.of(TEN, CUT, TWO, ONE), verdicts);
  }

  private static Selection select(List<Candidate> candidates, Verdict... verdicts) {
    List<Contender> contenders =
        candidates.stream()
            .map(
                candidate ->
                    Contender.of(
                        candidate,
                        Stream.of(verdicts)
                            .filter(verdict -> verdict.candidate().equals(candidate.id()))
                            .toList()))
            .toList();
    return Ranking.select(new Found(contenders, StopCause.ALL_VERIFIED), 95);
  }

  private static Candidate candidate(int number, FinishCause finish) {
    return new Candidate(CallKey.of("solution").child(number), "plan " + number, finish);
  }

  private static Verdict judged(Candidate candidate, int score) {
    return verdict(candidate, OptionalInt.of(score), Ruling.UNKNOWN, false);
  }

  private static Verdict unscored(Candidate candidate) {
    return verdict(candidate, OptionalInt.empty(), Ruling.UNKNOWN, false);
  }

  private static Verdict vetoed(Candidate candidate, int score) {
    return verdict(candidate, OptionalInt.of(score), Ruling.VETOED, true);
  }

  private static Verdict soundlyPassed(Candidate candidate) {
    return verdict(candidate, OptionalInt.of(100), Ruling.PASSED, true);
  }

  private static Verdict verdict(
      Candidate candidate, OptionalInt score, Ruling ruling, boolean sound) {
    return new Verdict(candidate.id(), "test", new Opinion(score, ruling, sound, "", List.of()));
  }
}
