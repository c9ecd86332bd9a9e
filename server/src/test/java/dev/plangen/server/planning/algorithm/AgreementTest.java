package dev.plangen.server.planning.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.Verdict;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Of plans with the same score, the one that more candidates agree on is the best. */
class AgreementTest {

  @Test
  void ofEqualScoresTheAnswerOfMoreCandidatesIsTheBest() {
    assertBest(2, scored(1, "Oslo", 60), scored(2, "Rome", 60), scored(3, "Rome", 60));
  }

  @Test
  void ofEquallyManyTheEarlierIsTheBest() {
    assertBest(1, scored(1, "Oslo", 60), scored(2, "Rome", 60));
    assertBest(
        2,
        scored(2, "Rome", 60),
        scored(3, "Oslo", 60),
        scored(4, "Oslo", 60),
        scored(5, "Rome", 60));
  }

  @Test
  void numbersAreComparedByValueSoThatTwoComesBeforeTen() {
    assertBest(2, scored(10, "Oslo", 60), scored(2, "Rome", 60));
  }

  @Test
  void layoutCaseAndEmphasisMakeNoOtherAnswer() {
    assertBest(
        2,
        scored(1, "Monday, 9:00 - 10:00", 60),
        scored(2, "**Monday**, 11:00 - 12:00", 60),
        scored(3, "monday,\n11:00 – 12:00\n", 60));
  }

  @Test
  void anotherNumberIsAnotherAnswer() {
    assertBest(
        1,
        scored(1, "Monday, 9:00 - 10:00", 60),
        scored(2, "Monday, 11:00 - 12:00", 60),
        scored(3, "Monday, 11:30 - 12:00", 60));
  }

  @Test
  void aHigherScoreIsWorthMoreThanAnyAgreement() {
    assertBest(1, scored(1, "Oslo", 61), scored(2, "Rome", 60), scored(3, "Rome", 60));
  }

  @Test
  void aPlanThatNobodyHasJudgedAgreesTooButIsNotTheBest() {
    assertBest(2, scored(1, "Oslo", 60), scored(2, "Rome", 60), unjudged(3, "Rome"));
    assertBest(2, unjudged(1, "Rome"), scored(2, "Oslo", -100));
  }

  @Test
  void aPlanThatWasCutOffAgreesWithNobody() {
    assertBest(1, scored(1, "Oslo", 60), scored(2, "Rome", 60), cutOff(3, "Rome"));
  }

  @Test
  void unscoredPlansAreToldApartByAgreementToo() {
    assertBest(2, unscored(1, "Oslo"), unscored(2, "Rome"), unscored(3, "Rome"));
    assertBest(1, scored(1, "Oslo", -100), unscored(2, "Rome"), unscored(3, "Rome"));
  }

  @Test
  void vetoedPlansComeAfterScoredOnesHoweverManyAgree() {
    assertBest(1, scored(1, "Oslo", -99), vetoed(2, "Rome", 90), vetoed(3, "Rome", 90));
    assertBest(3, vetoed(2, "Oslo", 10), vetoed(3, "Rome", 90), unscored(1, "Rome"));
  }

  private static void assertBest(int number, Contender... contenders) {
    assertThat(Ranking.best(List.of(contenders)).orElseThrow().candidate().id())
        .isEqualTo(id(number));
  }

  private static Contender scored(int number, String plan, int score) {
    return judged(number, plan, OptionalInt.of(score), Ruling.UNKNOWN);
  }

  private static Contender unscored(int number, String plan) {
    return judged(number, plan, OptionalInt.empty(), Ruling.UNKNOWN);
  }

  private static Contender vetoed(int number, String plan, int score) {
    return judged(number, plan, OptionalInt.of(score), Ruling.VETOED);
  }

  private static Contender judged(int number, String plan, OptionalInt score, Ruling ruling) {
    var opinion = new Opinion(score, ruling, false, "", List.of());
    return Contender.of(
        new Candidate(id(number), plan, FinishCause.STOP),
        List.of(new Verdict(id(number), "test", opinion)));
  }

  private static Contender unjudged(int number, String plan) {
    return Contender.of(new Candidate(id(number), plan, FinishCause.STOP), List.of());
  }

  private static Contender cutOff(int number, String plan) {
    return Contender.of(new Candidate(id(number), plan, FinishCause.LENGTH), List.of());
  }

  private static CallKey id(int number) {
    return CallKey.of("solution").child(number);
  }
}
