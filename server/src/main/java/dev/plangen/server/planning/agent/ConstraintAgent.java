package dev.plangen.server.planning.agent;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.planning.prompt.ConstraintReader;
import dev.plangen.server.planning.prompt.Prompts;
import java.util.List;

/** The constraint agent (PlanGEN section 2.1.1): names what a plan must satisfy. */
public final class ConstraintAgent {

  private static final CallKey KEY = CallKey.of("constraints");

  private final RunContext context;
  private final Asking asking;
  private final Prompts prompts;

  public ConstraintAgent(RunContext context, Asking asking, Prompts prompts) {
    this.context = context;
    this.asking = asking;
    this.prompts = prompts;
  }

  /** The constraints and the call that named them. */
  public record Extraction(List<String> constraints, CallRecord call) {}

  /**
   * Reads the problem with one model call.
   *
   * @throws FailureException if the model failed or named no constraint
   */
  public Extraction extract(String problem) {
    CallRecord call =
        context.call(
            new ModelCall(
                KEY,
                TextName.of(Stage.EXTRACT_CONSTRAINTS),
                asking.model(),
                prompts.constraints(problem),
                asking.forJudgement(KEY),
                TextBounds.CONSTRAINTS_BYTES),
            context.cancellation());
    if (call.finish() == FinishCause.CONTENT_FILTER) {
      throw unusable(
          call,
          new ModelFailed(
              ModelFailed.Kind.CONTENT_FILTERED,
              "The provider's content filter cut off the list of constraints."));
    }
    List<String> constraints = wholeConstraints(call);
    if (constraints.isEmpty()) {
      throw unusable(
          call,
          new Failure.OutputUnusable(
              "The model named no constraint; name another model, or give the constraints in the"
                  + " request."));
    }
    if (constraints.size() > TextBounds.MOST_CONSTRAINTS) {
      throw unusable(
          call,
          new Failure.OutputUnusable(
              "The model named more than "
                  + TextBounds.MOST_CONSTRAINTS
                  + " constraints; name another model, or give the constraints in the request."));
    }
    return new Extraction(constraints, call);
  }

  /** No other event will show this call, and it was paid. */
  private FailureException unusable(CallRecord call, Failure failure) {
    context.emit(new RunEvent.CallWasted(call));
    return new FailureException(failure);
  }

  /** Of a list that was cut off, the last item may be half a sentence. */
  private static List<String> wholeConstraints(CallRecord call) {
    List<String> read = ConstraintReader.read(call.text());
    boolean cutOff = call.finish() == FinishCause.LENGTH && !read.isEmpty();
    return cutOff ? read.subList(0, read.size() - 1) : read;
  }
}
