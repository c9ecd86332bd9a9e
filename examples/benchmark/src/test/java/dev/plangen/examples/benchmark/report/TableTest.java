package dev.plangen.examples.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void aRowHasTheMedianTheSpreadTheGoalAndWhetherItIsMet() {
    var missed =
        new Result("cancel", "ms", new Goal.AtMost(20), List.of(31.0, 18.5, 22.25), List.of());
    var met = new Result("calls", "", new Goal.AtLeast(0.9), List.of(0.95), List.of());

    assertThat(Table.row(missed))
        .containsSubsequence("cancel", "22.3 ms", "18.5 - 31.0", "<= 20", "MISSED");
    assertThat(Table.row(met)).containsSubsequence("calls", "0.950", ">= 0.9", "met");
  }

  @Test
  void whatIsOnlyReportedIsNeitherMetNorMissed() {
    var result = new Result("heap", "KB", new Goal.Reported(), List.of(281.0), List.of("a note"));

    assertThat(Table.row(result)).doesNotContain("met", "MISSED").contains("a note");
  }
}
