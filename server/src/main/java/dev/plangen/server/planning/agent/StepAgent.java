package dev.plangen.server.planning.agent;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.llm.Prompt;
import java.util.Optional;

/** Writes single steps of plans (PlanGEN section 2.2). */
public final class StepAgent {

  private final RunContext context;
  private final Asking asking;

  public StepAgent(RunContext context, Asking asking) {
    this.context = context;
    this.asking = asking;
  }

  /**
   * Writes one step with one model call.
   *
   * @throws FailureException if the model failed, or wrote no whole step
   */
  public CallRecord write(ModelCall wanted, Cancellation cancellation) {
    CallRecord call = context.call(wanted, cancellation);
    Optional<Failure> flaw = flaw(call);
    if (flaw.isPresent()) {
      // No other event will show this call, and it was paid.
      context.emit(new RunEvent.CallWasted(call));
      throw new FailureException(flaw.get());
    }
    context.emit(new RunEvent.CallCompleted(call));
    return call;
  }

  /** The call that writes the step of this key. */
  public ModelCall call(CallKey key, Prompt prompt) {
    return new ModelCall(
        key,
        new TextName(Stage.GENERATE_SOLUTIONS, key.path(), ""),
        asking.model(),
        prompt,
        asking.forCandidate(key),
        asking.candidateBytes());
  }

  /** A step that was cut off can't be continued. */
  private static Optional<Failure> flaw(CallRecord call) {
    return switch (call.finish()) {
      case CONTENT_FILTER ->
          Optional.of(
              new ModelFailed(
                  ModelFailed.Kind.CONTENT_FILTERED,
                  "The provider's content filter cut off the step."));
      case LENGTH ->
          Optional.of(
              new Failure.OutputUnusable(
                  "The model reached its limit before the step was whole; raise"
                      + " sampling.max_output_tokens."));
      case STOP ->
          call.text().isBlank()
              ? Optional.of(new Failure.OutputUnusable("The model wrote an empty step."))
              : Optional.empty();
    };
  }
}
