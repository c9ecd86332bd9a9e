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
import dev.plangen.server.planning.agent.Jury;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.PlanAgent;
import dev.plangen.server.planning.agent.RunContext;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.verify.Verifiers;
import java.util.Optional;

/** Does any job of a run. Immutable. */
public final class Planner {

  /** The paper's example (PlanGEN section 2.1.2). */
  public static final int DEFAULT_THRESHOLD = 95;

  private final Profiles profiles;
  private final Verifiers verifiers;

  /** Of what {@code catalog} lists at this time. */
  public Planner(Catalog catalog) {
    this.profiles = catalog.profiles();
    this.verifiers = catalog.verifiers();
  }

  /**
   * Does {@code job} and emits its {@code Finished} as the last event. Blocks.
   *
   * @throws dev.plangen.server.domain.FailureException if it can't be done
   * @throws dev.plangen.server.domain.StageFailedException likewise, where a stage is to blame
   * @throws java.util.concurrent.CancellationException if the run was cancelled
   */
  public void perform(Job job, RunContext context) {
    Answer answer =
        switch (job) {
          case Job.Solve solve ->
              new Solver(context, solve, prompts(solve.profile()), verifiers).solve();
          case Job.Extract extract -> extract(extract, context);
          case Job.Draft draft -> draft(draft, context);
          case Job.Check check -> check(check, context);
          case Job.Generate generate -> generate(generate, context);
        };
    context.emit(new RunEvent.Finished(answer));
  }

  private Prompts prompts(String profile) {
    return profiles
        .find(profile)
        .orElseThrow(() -> new IllegalStateException("requests are checked for their profile"));
  }

  private Answer extract(Job.Extract job, RunContext context) {
    ConstraintAgent.Extraction extraction =
        new ConstraintAgent(context, asking(job), prompts(job.profile())).extract(job.problem());
    return new Answer.Extracted(extraction.constraints(), extraction.call());
  }

  private Answer draft(Job.Draft job, RunContext context) {
    CallRecord plan =
        new PlanAgent(
                context,
                asking(job),
                prompts(job.profile()).plan(job.problem(), job.constraints(), Optional.empty()))
            .write(CallKey.of("plan"), context.cancellation());
    return new Answer.Written(plan);
  }

  private Answer check(Job.Check job, RunContext context) {
    var judge = new Judge(context, asking(job), prompts(job.profile()), DEFAULT_THRESHOLD);
    return new Answer.Checked(
        new Jury(context, job.verifiers(), judge, verifiers)
            .verify(
                new PlanUnderTest(job.problem(), job.constraints(), CallKey.of("plan"), job.plan()),
                context.cancellation()));
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
