package dev.plangen.examples.evaluate.ask;

import dev.plangen.examples.evaluate.answer.Answer;
import dev.plangen.examples.evaluate.problem.Problem;
import dev.plangen.examples.evaluate.result.Check;
import dev.plangen.examples.evaluate.result.Score;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.Solution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what the plans for one problem are worth; each plan is checked once. Used by one thread. */
final class Scorer {

  private final Server server;
  private final Problem problem;
  private final Map<String, Score> known = new HashMap<>();

  Scorer(Server server, Problem problem) {
    this.server = server;
    this.problem = problem;
  }

  /** In the order of the candidates. One that was cut off is no plan. */
  List<Score> scores(List<Solution> candidates) {
    return candidates.stream()
        .filter(candidate -> candidate.getFinishReason() == FinishReason.FINISH_REASON_STOP)
        .map(candidate -> score(candidate.getText()))
        .toList();
  }

  Score score(String plan) {
    if (plan.isBlank()) {
      return Score.NONE;
    }
    Score score = known.get(plan);
    if (score == null) {
      Optional<Answer> answer = problem.answer(plan);
      score =
          new Score(
              answer.map(Answer::text).orElse(""),
              answer.filter(problem.golden()::equals).isPresent(),
              check(plan));
      known.put(plan, score);
    }
    return score;
  }

  private Check check(String plan) {
    Outcome outcome = server.verify(problem.text(), plan, problem.family().label()).getOutcome();
    return switch (outcome) {
      case OUTCOME_PASSED -> Check.PASSED;
      case OUTCOME_VETOED -> Check.VETOED;
      case OUTCOME_UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Check.UNKNOWN;
    };
  }
}
