package dev.plangen.server.planning;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.planning.agent.Asking;
import dev.plangen.server.planning.agent.ConstraintAgent;
import dev.plangen.server.planning.agent.Judge;
import dev.plangen.server.planning.agent.PlanAgent;
import dev.plangen.server.planning.agent.RunContext;
import dev.plangen.server.planning.algorithm.Attempts;
import dev.plangen.server.planning.algorithm.BestOfN;
import dev.plangen.server.planning.algorithm.Found;
import java.util.List;
import java.util.Optional;

/**
 * The PlanGEN workflow: extract the constraints, generate candidates, verify them, select the best.
 * Blocks; one instance per run.
 */
final class Solver {

  private final RunContext context;
  private final Job.Solve job;
  private final Asking asking;

  Solver(RunContext context, Job.Solve job) {
    this.context = context;
    this.job = job;
    this.asking = new Asking(job.model(), job.sampling());
  }

  /**
   * Runs the workflow to its end.
   *
   * @throws StageFailedException if a stage failed that the rest can't do without
   */
  Answer.Solved solve() {
    List<String> constraints = constraints();
    Found found = search(constraints);
    context.emit(new RunEvent.StageStarted(Stage.SELECT_SOLUTION));
    return new Answer.Solved(
        Ranking.select(found.candidates(), found.verdicts(), job.threshold()),
        constraints,
        found.candidates(),
        found.verdicts(),
        found.stopCause());
  }

  private List<String> constraints() {
    context.emit(new RunEvent.StageStarted(Stage.EXTRACT_CONSTRAINTS));
    RunEvent.ConstraintsExtracted extracted =
        job.constraints().isEmpty()
            ? extract()
            : new RunEvent.ConstraintsExtracted(job.constraints(), Optional.empty());
    context.emit(extracted);
    return extracted.constraints();
  }

  private RunEvent.ConstraintsExtracted extract() {
    try {
      ConstraintAgent.Extraction extraction =
          new ConstraintAgent(context, asking).extract(job.problem());
      return new RunEvent.ConstraintsExtracted(
          extraction.constraints(), Optional.of(extraction.call()));
    } catch (FailureException e) {
      throw new StageFailedException(Stage.EXTRACT_CONSTRAINTS, e.failure());
    }
  }

  private Found search(List<String> constraints) {
    var attempts =
        new Attempts(
            context,
            new PlanAgent(context, asking, job.problem(), constraints),
            new Judge(context, asking, job.threshold()),
            job.problem(),
            constraints);
    return switch (job.algorithm()) {
      case AlgorithmChoice.BestOfN choice -> new BestOfN(context, attempts, choice).search();
    };
  }
}
