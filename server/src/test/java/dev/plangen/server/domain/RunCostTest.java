package dev.plangen.server.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunCostTest {

  private static final String MODEL = "acme/planner";
  private static final OptionalLong UNKNOWN = OptionalLong.empty();

  @Test
  void unknownIsNeverZero() {
    RunCost cost =
        RunCost.NOTHING.plusCall(MODEL).plusReport(MODEL, TokenCount.UNKNOWN, Optional.empty());

    assertThat(cost.calls()).isEqualTo(1);
    assertThat(cost.reports()).isZero();
    assertThat(cost.tokens()).isEqualTo(TokenCount.UNKNOWN);
  }

  @Test
  void whatIsReportedAddsUpAndZeroIsAReport() {
    RunCost cost =
        RunCost.NOTHING
            .plusCall(MODEL)
            .plusReport(MODEL, tokens(OptionalLong.of(0), OptionalLong.of(7)), Optional.empty())
            .plusCall(MODEL)
            .plusReport(MODEL, TokenCount.UNKNOWN, Optional.empty())
            .plusCall(MODEL)
            .plusReport(MODEL, tokens(UNKNOWN, OptionalLong.of(5)), Optional.empty());

    assertThat(cost.calls()).isEqualTo(3);
    assertThat(cost.reports()).isEqualTo(2);
    assertThat(cost.tokens()).isEqualTo(tokens(OptionalLong.of(0), OptionalLong.of(12)));
  }

  @Test
  void whatWasTakenOverIsCountedApart() {
    TokenCount report = tokens(OptionalLong.of(9), OptionalLong.of(4));
    RunCost cost =
        RunCost.NOTHING.plusTakenOver(report).plusTakenOver(TokenCount.UNKNOWN).plusCall(MODEL);

    assertThat(cost.takenOver()).isEqualTo(new RunCost.TakenOver(2, report));
    assertThat(cost.calls()).isEqualTo(1);
    assertThat(cost.tokens().isUnknown()).isTrue();
  }

  @Test
  void eachModelIsCountedApartAndTheSumIsAll() {
    TokenCount report = tokens(OptionalLong.of(9), OptionalLong.of(4));
    RunCost cost =
        RunCost.NOTHING
            .plusCall("b")
            .plusReport("b", report, Optional.empty())
            .plusCall("a")
            .plusCall("b")
            .plusReport("b", report, Optional.empty());

    assertThat(cost.models()).extracting(RunCost.OfModel::model).containsExactly("a", "b");
    assertThat(cost.models().getFirst().spending())
        .isEqualTo(new Spending(1, 0, TokenCount.UNKNOWN, Optional.empty()));
    assertThat(cost.models().getLast().spending())
        .isEqualTo(new Spending(2, 2, report.plus(report), Optional.empty()));
    assertThat(cost.all()).isEqualTo(new Spending(3, 2, report.plus(report), Optional.empty()));
  }

  @Test
  void whatIsBeyondAllMeasureStopsThere() {
    var prices = Optional.of(new Prices(1_000_000, 1_000_000, 1_000_000, "USD"));
    TokenCount endless = tokens(OptionalLong.of(Long.MAX_VALUE), OptionalLong.of(Long.MAX_VALUE));

    RunCost cost =
        RunCost.NOTHING.plusReport(MODEL, endless, prices).plusReport(MODEL, endless, prices);

    assertThat(cost.tokens()).isEqualTo(endless);
    assertThat(cost.money()).contains(new Money(Long.MAX_VALUE, "USD"));
  }

  @Test
  void aCountThatCannotBeIsUnknown() {
    OptionalLong most = OptionalLong.of(1_000_000_000);
    assertThat(TokenCount.reported(OptionalLong.of(0), UNKNOWN, most, UNKNOWN))
        .isEqualTo(tokens(OptionalLong.of(0), most));
    assertThat(
            TokenCount.reported(
                OptionalLong.of(-1),
                OptionalLong.of(Long.MIN_VALUE),
                OptionalLong.of(1_000_000_001),
                OptionalLong.of(Long.MAX_VALUE)))
        .isEqualTo(TokenCount.UNKNOWN);
  }

  @Test
  void aCountThatNoCallReportedStaysUnknown() {
    TokenCount sum = tokens(OptionalLong.of(1), UNKNOWN).plus(tokens(OptionalLong.of(2), UNKNOWN));

    assertThat(sum).isEqualTo(tokens(OptionalLong.of(3), UNKNOWN));
    assertThat(sum.isUnknown()).isFalse();
  }

  private static TokenCount tokens(OptionalLong input, OptionalLong output) {
    return new TokenCount(input, UNKNOWN, output, UNKNOWN);
  }
}
