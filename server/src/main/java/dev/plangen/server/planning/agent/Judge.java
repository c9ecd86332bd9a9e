package dev.plangen.server.planning.agent;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.planning.prompt.ScoreReader;
import dev.plangen.server.planning.prompt.VerdictReader;
import dev.plangen.server.planning.prompt.VerdictSchema;
import dev.plangen.server.verify.Verifiers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The verification agent (PlanGEN section 2.1.2): the model as judge. */
public final class Judge implements Juror {

  private final RunContext context;
  private final Asking asking;
  private final Prompts prompts;
  private final int threshold;

  public Judge(RunContext context, Asking asking, Prompts prompts, int threshold) {
    this.context = context;
    this.asking = asking;
    this.prompts = prompts;
    this.threshold = threshold;
  }

  /**
   * Judges one plan with one model call; where its score can't be read, with one question more, and
   * then the plan stays unscored.
   */
  @Override
  public Judgement judge(PlanUnderTest plan, Cancellation cancellation) {
    CallKey key = plan.candidate().about("verify");
    CallRecord verdict =
        ask(
            key,
            plan,
            prompts.verdict(plan.problem(), plan.constraints(), plan.text()),
            asking.forJudgement(key).in(VerdictSchema.SCHEMA),
            cancellation);
    VerdictReader.Reading reading = VerdictReader.read(verdict.text(), plan.constraints());
    OptionalInt score = trusted(verdict, reading.score());
    if (score.isPresent()) {
      return new Judgement(verdict(plan, score, reading), Optional.of(verdict));
    }
    context.emit(new RunEvent.CallCompleted(verdict));
    Optional<CallRecord> repair = repair(key.child("repair"), plan, verdict, cancellation);
    OptionalInt repaired =
        repair.isPresent()
            ? trusted(repair.get(), ScoreReader.read(repair.get().text()))
            : OptionalInt.empty();
    return new Judgement(verdict(plan, repaired, reading), repair);
  }

  /** Empty if the budget does not pay for it: a verdict without a score is better than none. */
  private Optional<CallRecord> repair(
      CallKey key, PlanUnderTest plan, CallRecord verdict, Cancellation cancellation) {
    try {
      return Optional.of(
          ask(
              key,
              plan,
              prompts.score(plan.problem(), plan.constraints(), plan.text(), verdict.text()),
              asking.forJudgement(key),
              cancellation));
    } catch (FailureException e) {
      if (e.failure() instanceof Failure.BudgetExhausted) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What judging a plan for this problem takes. */
  public Followup followup(String problem, List<String> constraints) {
    return new Followup(
        asking.model(),
        1,
        prompts.verdict(problem, constraints, "").bytes(),
        Asking.DEFAULT_OUTPUT_TOKENS);
  }

  /** Of a verdict that was cut off, the last score may be an interim one. */
  private static OptionalInt trusted(CallRecord answer, OptionalInt score) {
    return answer.finish() == FinishCause.STOP ? score : OptionalInt.empty();
  }

  private CallRecord ask(
      CallKey key,
      PlanUnderTest plan,
      Prompt prompt,
      GenerationOptions options,
      Cancellation cancellation) {
    return context.call(
        new ModelCall(
            key,
            new TextName(Stage.VERIFY_SOLUTIONS, plan.candidate().path(), Verifiers.LLM),
            asking.model(),
            prompt,
            options,
            TextBounds.VERDICT_BYTES),
        cancellation);
  }

  private Verdict verdict(PlanUnderTest plan, OptionalInt score, VerdictReader.Reading reading) {
    boolean passed = score.isPresent() && score.getAsInt() >= threshold;
    return new Verdict(
        plan.candidate(),
        Verifiers.LLM,
        new Opinion(
            score,
            passed ? Ruling.PASSED : Ruling.UNKNOWN,
            false,
            reading.feedback(),
            reading.constraints()));
  }
}
