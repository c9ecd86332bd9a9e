package dev.plangen.server.planning;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.agent.Asking;
import dev.plangen.server.planning.agent.ConstraintAgent;
import dev.plangen.server.planning.agent.Judge;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.PlanAgent;
import dev.plangen.server.planning.agent.RunContext;

/** Does any job of a run. */
public final class Planner {

  /** The paper's example (PlanGEN section 2.1.2). */
  public static final int DEFAULT_THRESHOLD = 95;

  private Planner() {}

  /**
   * Does {@code job} and emits its {@code Finished} as the last event. Blocks.
   *
   * @throws dev.plangen.server.domain.FailureException if it can't be done
   * @throws dev.plangen.server.domain.StageFailedException likewise, where a stage is to blame
   * @throws java.util.concurrent.CancellationException if the run was cancelled
   */
  public static void perform(Job job, RunContext context) {
    Answer answer =
        switch (job) {
          case Job.Solve solve -> new Solver(context, solve).solve();
          case Job.Extract extract -> extract(extract, context);
          case Job.Draft draft -> draft(draft, context);
          case Job.Check check -> check(check, context);
          case Job.Generate generate -> generate(generate, context);
        };
    context.emit(new RunEvent.Finished(answer));
  }

  private static Answer extract(Job.Extract job, RunContext context) {
    ConstraintAgent.Extraction extraction =
        new ConstraintAgent(context, asking(job)).extract(job.problem());
    return new Answer.Extracted(extraction.constraints(), extraction.call());
  }

  private static Answer draft(Job.Draft job, RunContext context) {
    CallRecord plan =
        new PlanAgent(context, asking(job), job.problem(), job.constraints())
            .write(CallKey.of("plan"), context.cancellation());
    return new Answer.Written(plan);
  }

  private static Answer check(Job.Check job, RunContext context) {
    Judge.Judgement judgement =
        new Judge(context, asking(job), DEFAULT_THRESHOLD)
            .judge(
                new PlanUnderTest(job.problem(), job.constraints(), CallKey.of("plan"), job.plan()),
                context.cancellation());
    return new Answer.Checked(judgement.verdict(), judgement.call());
  }

  private static Answer generate(Job.Generate job, RunContext context) {
    CallKey key = CallKey.of("generate");
    Asking asking = asking(job);
    CallRecord text =
        context.call(
            new ModelCall(
                key,
                TextName.of(Stage.WORKFLOW),
                asking.model(),
                new Prompt(job.systemPrompt(), job.prompt()),
                asking.forGeneration(key),
                asking.candidateBytes()),
            context.cancellation());
    return new Answer.Written(text);
  }

  private static Asking asking(Job job) {
    return new Asking(job.model(), job.sampling());
  }
}
