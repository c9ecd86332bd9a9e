package dev.plangen.testing;

import dev.plangen.v1.Outcome;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.Solution;
import dev.plangen.v1.VerificationResult;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** How a candidate stands among the others. */
record Standing(Solution solution, OptionalInt score, boolean vetoed, boolean proven) {

  /** The better one is the greater; of equal ones, the earlier is to be taken. */
  static final Comparator<Standing> ORDER =
      Comparator.comparingInt(Standing::rank)
          .thenComparingInt(standing -> standing.score.orElse(0));

  static Standing of(Solution solution, List<VerificationResult> verdicts) {
    return new Standing(
        solution,
        verdicts.stream()
            .filter(VerificationResult::hasScore)
            .mapToInt(VerificationResult::getScore)
            .min(),
        verdicts.stream().anyMatch(verdict -> verdict.getOutcome() == Outcome.OUTCOME_VETOED),
        verdicts.stream()
            .anyMatch(
                verdict -> verdict.getSound() && verdict.getOutcome() == Outcome.OUTCOME_PASSED));
  }

  private int rank() {
    if (score.isEmpty()) {
      return 0;
    }
    return vetoed ? 1 : 2;
  }

  boolean isVerified(int threshold) {
    return !vetoed && score.isPresent() && score.getAsInt() >= threshold;
  }

  SelectedSolution selected(int threshold) {
    SelectedSolution.Builder selected =
        SelectedSolution.newBuilder()
            .setCandidateId(solution.getCandidateId())
            .setText(solution.getText())
            .setVerified(isVerified(threshold))
            .setSound(proven && !vetoed);
    score.ifPresent(selected::setScore);
    return selected.build();
  }
}
