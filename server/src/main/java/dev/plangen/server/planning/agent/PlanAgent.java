package dev.plangen.server.planning.agent;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.prompt.Prompts;
import java.util.Optional;

/** Writes candidate plans. */
public final class PlanAgent {

  private final RunContext context;
  private final Asking asking;

  /** The same for every candidate, and held once: it is most of what a waiting run holds. */
  private final Prompt prompt;

  /**
   * Writes the plans that one prompt asks for.
   *
   * @param prompt of {@link Prompts#plan}
   */
  public PlanAgent(RunContext context, Asking asking, Prompt prompt) {
    this.context = context;
    this.asking = asking;
    this.prompt = prompt;
  }

  /**
   * Writes one plan with one model call.
   *
   * @throws FailureException if the model failed, or wrote nothing that could be used even as a
   *     last resort
   */
  public CallRecord write(CallKey key, Cancellation cancellation) {
    CallRecord call = context.call(call(key), cancellation);
    Optional<Failure> flaw = flaw(call);
    if (flaw.isPresent()) {
      // No other event will show this call, and it was paid.
      context.emit(new RunEvent.CallWasted(call));
      throw new FailureException(flaw.get());
    }
    return call;
  }

  /** The call that writes the plan of this key. */
  public ModelCall call(CallKey key) {
    return new ModelCall(
        key,
        new TextName(Stage.GENERATE_SOLUTIONS, key.path(), ""),
        asking.model(),
        prompt,
        asking.forCandidate(key),
        asking.candidateBytes());
  }

  private static Optional<Failure> flaw(CallRecord call) {
    if (call.finish() == FinishCause.CONTENT_FILTER) {
      return Optional.of(
          new ModelFailed(
              ModelFailed.Kind.CONTENT_FILTERED,
              "The provider's content filter cut off the plan."));
    }
    return call.text().isBlank()
        ? Optional.of(new Failure.OutputUnusable(remedyForNothing(call.finish())))
        : Optional.empty();
  }

  private static String remedyForNothing(FinishCause finish) {
    return finish == FinishCause.LENGTH
        ? "The model reached its limit before it wrote a plan, as models do that reason first;"
            + " raise sampling.max_output_tokens."
        : "The model wrote an empty plan.";
  }
}
