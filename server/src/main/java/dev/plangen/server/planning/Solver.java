package dev.plangen.server.planning;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StageFailedException;
import dev.plangen.server.planning.agent.Asking;
import dev.plangen.server.planning.agent.ConstraintAgent;
import dev.plangen.server.planning.agent.Judge;
import dev.plangen.server.planning.agent.Jury;
import dev.plangen.server.planning.agent.RunContext;
import dev.plangen.server.planning.algorithm.Found;
import dev.plangen.server.planning.algorithm.Incumbent;
import dev.plangen.server.planning.algorithm.Search;
import dev.plangen.server.planning.algorithm.SearchTask;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.verify.Verifiers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The PlanGEN workflow: extract the constraints, generate candidates, verify them, select the best.
 * Blocks; one instance per run.
 */
final class Solver {

  private final RunContext context;
  private final Job.Solve job;
  private final Prompts prompts;
  private final Verifiers verifiers;

  /** The algorithm may tell of it before it ends, and then from a thread of its own. */
  private final AtomicBoolean generated = new AtomicBoolean();

  Solver(RunContext context, Job.Solve job, Prompts prompts, Verifiers verifiers) {
    this.context = context;
    this.job = job;
    this.prompts = prompts;
    this.verifiers = verifiers;
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
        found.selection(job.threshold()),
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
          new ConstraintAgent(context, asking(job.roles().constraints()), prompts)
              .extract(job.problem());
      return new RunEvent.ConstraintsExtracted(
          extraction.constraints(), Optional.of(extraction.call()));
    } catch (FailureException e) {
      throw new StageFailedException(Stage.EXTRACT_CONSTRAINTS, e.failure());
    }
  }

  private Found search(List<String> constraints) {
    context.emit(new RunEvent.StageStarted(Stage.GENERATE_SOLUTIONS));
    Found found = Search.of(job.algorithm(), task(constraints), this::generated).search();
    generated(found.candidates());
    context.emit(new RunEvent.CandidatesVerified(found.verdicts()));
    return found;
  }

  private void generated(List<Candidate> candidates) {
    if (generated.compareAndSet(false, true)) {
      context.emit(new RunEvent.CandidatesGenerated(candidates));
      context.emit(new RunEvent.StageStarted(Stage.VERIFY_SOLUTIONS));
    }
  }

  private SearchTask task(List<String> constraints) {
    Asking judging = asking(job.roles().verify());
    return new SearchTask(
        context,
        prompts,
        job.problem(),
        constraints,
        asking(job.model()),
        judging,
        asking(job.roles().select()),
        new Jury(
            context,
            job.verifiers(),
            new Judge(context, judging, prompts, job.threshold()),
            verifiers),
        job.threshold(),
        new Incumbent(context, job.threshold()));
  }

  private Asking asking(String model) {
    return new Asking(model, job.sampling());
  }
}
