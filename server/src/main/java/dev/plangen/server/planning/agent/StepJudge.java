package dev.plangen.server.planning.agent;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.prompt.CompletionReader;
import dev.plangen.server.planning.prompt.Prompts;
import dev.plangen.server.planning.prompt.ScoreReader;
import java.util.List;
import java.util.OptionalInt;

/**
 * Judges the beginnings of plans: how promising each is, and whether it is complete (PlanGEN
 * section 2.2).
 */
public final class StepJudge {

  private static final String REWARD = "reward";
  private static final String COMPLETION = "completion";

  private final RunContext context;
  private final Asking asking;
  private final Prompts prompts;

  public StepJudge(RunContext context, Asking asking, Prompts prompts) {
    this.context = context;
    this.asking = asking;
    this.prompts = prompts;
  }

  /**
   * What the model says of a beginning.
   *
   * @param reward -100 to 100; empty where it could not be read
   * @param feedback all that it wrote about the reward
   * @param complete an answer that can't be read is a no: a plan that is taken for complete too
   *     early is lost, one that is taken for complete too late is only longer
   */
  public record Assessment(OptionalInt reward, String feedback, boolean complete) {}

  /**
   * Asks both questions at once. Blocks.
   *
   * @param node that the beginning ends with
   * @param steps all of it
   * @throws dev.plangen.server.domain.FailureException if the model failed
   */
  public Assessment assess(
      String problem,
      List<String> constraints,
      CallKey node,
      String steps,
      Cancellation cancellation) {
    List<CallRecord> answers =
        Fanout.map(
            List.of(
                call(node, REWARD, prompts.reward(problem, constraints, steps)),
                call(node, COMPLETION, prompts.completion(problem, constraints, steps))),
            cancellation,
            this::ask);
    CallRecord reward = answers.getFirst();
    return new Assessment(
        reward.finish() == FinishCause.STOP ? ScoreReader.read(reward.text()) : OptionalInt.empty(),
        reward.text(),
        CompletionReader.read(answers.getLast().text()).orElse(false));
  }

  private CallRecord ask(ModelCall question, Cancellation cancellation) {
    CallRecord call = context.call(question, cancellation);
    context.emit(new RunEvent.CallCompleted(call));
    return call;
  }

  private ModelCall call(CallKey node, String question, Prompt prompt) {
    CallKey key = node.about(question);
    return new ModelCall(
        key,
        new TextName(Stage.VERIFY_SOLUTIONS, node.path(), question),
        asking.model(),
        prompt,
        asking.forJudgement(key),
        TextBounds.VERDICT_BYTES);
  }

  /** What assessing a beginning of a plan for this problem takes. */
  public Followup followup(String problem, List<String> constraints) {
    return new Followup(
        asking.model(),
        2,
        prompts.reward(problem, constraints, "").bytes()
            + prompts.completion(problem, constraints, "").bytes(),
        Asking.DEFAULT_OUTPUT_TOKENS);
  }
}
