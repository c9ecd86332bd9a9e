package dev.plangen.server.planning.agent;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.planning.prompt.Earlier;
import dev.plangen.server.planning.prompt.PriorReader;
import dev.plangen.server.planning.prompt.PriorSchema;
import dev.plangen.server.planning.prompt.Prompts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The selection agent (PlanGEN section 2.1.3): says how promising each algorithm is. */
public final class SelectionAgent {

  private final RunContext context;
  private final Asking asking;
  private final Prompts prompts;

  public SelectionAgent(RunContext context, Asking asking, Prompts prompts) {
    this.context = context;
    this.asking = asking;
    this.prompts = prompts;
  }

  /**
   * Asks the model once. A model that fails, or answers what can't be read, is no reason to end a
   * run: what it leaves open is neutral.
   *
   * @param earlier the plan that was not good enough, if there is one
   * @return by algorithm, 0 to 1
   */
  public Map<String, Double> priors(
      String problem,
      List<String> constraints,
      Optional<Earlier> earlier,
      List<String> algorithms,
      CallKey key) {
    try {
      CallRecord call =
          context.call(
              new ModelCall(
                  key,
                  TextName.of(Stage.GENERATE_SOLUTIONS),
                  asking.model(),
                  prompts.priors(problem, constraints, earlier, algorithms),
                  asking.forJudgement(key).in(PriorSchema.of(algorithms)),
                  TextBounds.VERDICT_BYTES),
              context.cancellation());
      context.emit(new RunEvent.CallCompleted(call));
      return PriorReader.read(call.text(), algorithms);
    } catch (FailureException e) {
      return PriorReader.read("", algorithms);
    }
  }
}
