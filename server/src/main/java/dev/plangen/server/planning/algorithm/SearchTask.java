package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.planning.agent.Asking;
import dev.plangen.server.planning.agent.Followup;
import dev.plangen.server.planning.agent.Judge;
import dev.plangen.server.planning.agent.Jury;
import dev.plangen.server.planning.agent.RunContext;
import dev.plangen.server.planning.prompt.Prompts;
import java.util.List;

/**
 * What every search of a run works with.
 *
 * @param writing how the model is asked that writes plans
 * @param judging how the model is asked that judges
 * @param selecting how the model is asked that says how promising algorithms are
 * @param threshold the score from which on a plan counts as verified
 */
public record SearchTask(
    RunContext context,
    Prompts prompts,
    String problem,
    List<String> constraints,
    Asking writing,
    Asking judging,
    Asking selecting,
    Jury jury,
    int threshold,
    Incumbent incumbent) {

  public SearchTask {
    constraints = List.copyOf(constraints);
  }

  PlanUnderTest underTest(CallKey candidate, String plan) {
    return new PlanUnderTest(problem, constraints, candidate, plan);
  }

  /** What verifying a plan takes of models. */
  Followup verification() {
    return jury.asksModel()
        ? new Judge(context, judging, prompts, threshold).followup(problem, constraints)
        : new Followup(judging.model(), 0, 0, 0);
  }
}
