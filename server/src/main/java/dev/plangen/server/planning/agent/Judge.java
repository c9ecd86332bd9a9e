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
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.planning.prompt.ScoreReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The verification agent (PlanGEN section 2.1.2): the model as judge. */
public final class Judge {

  public static final String NAME = "llm";

  private final RunContext context;
  private final Asking asking;
  private final int threshold;

  public Judge(RunContext context, Asking asking, int threshold) {
    this.context = context;
    this.asking = asking;
    this.threshold = threshold;
  }

  /**
   * A verdict.
   *
   * @param call that gave it; empty if the log has it already
   */
  public record Judgement(Verdict verdict, Optional<CallRecord> call) {}

  /**
   * Judges one plan with one model call; where its score can't be read, with one question more, and
   * then the plan stays unscored.
   */
  public Judgement judge(PlanUnderTest plan, Cancellation cancellation) {
    CallKey key = key(plan.candidate());
    CallRecord verdict =
        ask(
            key,
            plan,
            Prompts.DEFAULT.verdict(plan.problem(), plan.constraints(), plan.text()),
            cancellation);
    OptionalInt score = score(verdict);
    if (score.isPresent()) {
      return new Judgement(verdict(plan, score, verdict.text()), Optional.of(verdict));
    }
    context.emit(new RunEvent.CallCompleted(verdict));
    Optional<CallRecord> repair = repair(key.child("repair"), plan, verdict, cancellation);
    OptionalInt repaired = repair.isPresent() ? score(repair.get()) : OptionalInt.empty();
    return new Judgement(verdict(plan, repaired, verdict.text()), repair);
  }

  /** Empty if the budget does not pay for it: a verdict without a score is better than none. */
  private Optional<CallRecord> repair(
      CallKey key, PlanUnderTest plan, CallRecord verdict, Cancellation cancellation) {
    try {
      return Optional.of(
          ask(
              key,
              plan,
              Prompts.DEFAULT.score(
                  plan.problem(), plan.constraints(), plan.text(), verdict.text()),
              cancellation));
    } catch (FailureException e) {
      if (e.failure() instanceof Failure.BudgetExhausted) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What judging a plan for this problem takes. */
  public VerdictNeeds needs(String problem, List<String> constraints) {
    return new VerdictNeeds(
        Prompts.DEFAULT.verdict(problem, constraints, "").bytes(), Asking.DEFAULT_OUTPUT_TOKENS);
  }

  /** Of a verdict that was cut off, the last score may be an interim one. */
  private static OptionalInt score(CallRecord verdict) {
    return verdict.finish() == FinishCause.STOP
        ? ScoreReader.read(verdict.text())
        : OptionalInt.empty();
  }

  private CallRecord ask(
      CallKey key, PlanUnderTest plan, Prompt prompt, Cancellation cancellation) {
    return context.call(
        new ModelCall(
            key,
            new TextName(Stage.VERIFY_SOLUTIONS, plan.candidate().path(), NAME),
            asking.model(),
            prompt,
            asking.forJudgement(key),
            TextBounds.VERDICT_BYTES),
        cancellation);
  }

  private Verdict verdict(PlanUnderTest plan, OptionalInt score, String feedback) {
    boolean passed = score.isPresent() && score.getAsInt() >= threshold;
    return new Verdict(
        plan.candidate(),
        NAME,
        new Opinion(score, passed ? Ruling.PASSED : Ruling.UNKNOWN, false, feedback, List.of()));
  }

  /** {@code solution/2} is judged by the call {@code verify/2}. */
  private static CallKey key(CallKey candidate) {
    String path = candidate.path();
    return CallKey.of("verify/" + path.substring(path.indexOf('/') + 1));
  }
}
