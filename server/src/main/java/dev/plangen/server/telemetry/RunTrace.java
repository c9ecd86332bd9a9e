package dev.plangen.server.telemetry;

import dev.plangen.server.domain.CallIntent;
import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.ModelKind;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Stage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The spans of one run. Thread-safe. */
final class RunTrace implements RunWatch {

  private static final AttributeKey<String> CANDIDATE = AttributeKey.stringKey("plangen.candidate");
  private static final AttributeKey<Long> CALLS = AttributeKey.longKey("plangen.model_calls");

  private final Tracer tracer;
  private final String runId;
  private final Context context;
  private final Span span;
  private final Function<String, Optional<ModelKind>> models;
  private final Contents contents;

  /**
   * Also of steps that have ended: their last calls may come after. Guarded by this, as is {@code
   * over}.
   */
  private final Map<Stage, Context> steps = new EnumMap<>(Stage.class);

  private boolean over;

  /** Used by the run's own thread. */
  private Scope onOwnThread = Scope.noop();

  RunTrace(
      Tracer tracer,
      String runId,
      Context context,
      Span span,
      Function<String, Optional<ModelKind>> models,
      Contents contents) {
    this.tracer = tracer;
    this.runId = runId;
    this.context = context;
    this.span = span;
    this.models = models;
    this.contents = contents;
  }

  /** So that whatever is logged on this thread carries the trace's id. */
  @Override
  @SuppressWarnings("MustBeClosedChecker") // By ended, on the same thread.
  public void started() {
    onOwnThread = context.makeCurrent();
  }

  @Override
  public void joined() {
    Span.current().addLink(span.getSpanContext()).setAttribute(RunTraces.RUN_ID, runId);
  }

  @Override
  public void happened(RunEvent event) {
    Steps.begunBy(event).ifPresent(this::step);
    switch (event) {
      case RunEvent.CandidateFailed(Stage stage, var candidate, Failure failure) ->
          Span.fromContext(step(stage))
              .addEvent(
                  "candidate lost",
                  Attributes.of(CANDIDATE, candidate.path(), GenAi.ERROR_TYPE, failure.reason()));
      case RunEvent.SearchStopped(var cause) ->
          span.addEvent("search stopped", Attributes.of(Labels.CAUSE, cause.name()));
      default -> {}
    }
    Steps.endedBy(event).ifPresent(this::endStep);
  }

  /**
   * Begins with its first call, which may come before the log says so: candidates are verified
   * while others are written.
   */
  private synchronized Context step(Stage stage) {
    return stage == Stage.WORKFLOW || (over && !steps.containsKey(stage))
        ? context
        : steps.computeIfAbsent(stage, this::begin);
  }

  private Context begin(Stage stage) {
    return context.with(
        tracer
            .spanBuilder("step " + Steps.name(stage))
            .setParent(context)
            .setAttribute(RunTraces.RUN_ID, runId)
            .setAttribute(Labels.STEP, Steps.name(stage))
            .startSpan());
  }

  private synchronized void endStep(Stage stage) {
    Optional.ofNullable(steps.get(stage)).map(Span::fromContext).ifPresent(Span::end);
  }

  @Override
  public CallWatch calling(CallIntent call) {
    return new CallTrace(
        tracer,
        step(call.stage()),
        call,
        ModelLabel.of(models.apply(call.model())),
        runId,
        contents);
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // By whoever verifies.
  public Part verifying() {
    return step(Stage.VERIFY_SOLUTIONS).makeCurrent()::close;
  }

  @Override
  public void ended(RunEvent.Terminal end, RunCost cost, Optional<Throwable> bug) {
    synchronized (this) {
      over = true;
      steps.forEach((stage, step) -> cutOff(stage, Span.fromContext(step), end));
    }
    span.setAttribute(Labels.OUTCOME, Outcome.of(end)).setAttribute(CALLS, cost.calls());
    Tokens.set(span, cost.tokens());
    if (end instanceof RunEvent.Failed(var _, Failure failure)) {
      fail(span, failure);
    }
    onOwnThread.close();
    span.end();
  }

  /** Changes nothing of a step that has ended. */
  private static void cutOff(Stage stage, Span step, RunEvent.Terminal end) {
    if (end instanceof RunEvent.Failed(Stage broken, Failure failure)) {
      fail(step, stage == broken ? failure : new Failure.Cancelled());
    }
    step.end();
  }

  private static void fail(Span span, Failure failure) {
    span.setAttribute(GenAi.ERROR_TYPE, failure.reason());
    // Who leaves has made no error.
    if (!(failure instanceof Failure.Cancelled)) {
      span.setStatus(StatusCode.ERROR);
    }
  }
}
