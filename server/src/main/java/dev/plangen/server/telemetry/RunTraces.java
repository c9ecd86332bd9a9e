package dev.plangen.server.telemetry;

import dev.plangen.server.domain.ModelKind;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.function.Function;

/**
 * A span for each run, below the call that starts it, one for each step and one for each request to
 * a model. A run outlives its callers, so its span does too; calls that come to it later have links
 * to it. Thread-safe.
 */
public final class RunTraces implements RunObserver {

  static final AttributeKey<String> RUN_ID = AttributeKey.stringKey("plangen.run.id");

  private final Tracer tracer;
  private final Contents contents;

  /**
   * @param contents whether prompts and answers are part of the spans
   */
  public RunTraces(Tracer tracer, Contents contents) {
    this.tracer = tracer;
    this.contents = contents;
  }

  @Override
  public RunWatch begins(RunInfo run, Function<String, Optional<ModelKind>> models) {
    Context caller = Context.current();
    Span.fromContext(caller).setAttribute(RUN_ID, run.id());
    Span span =
        tracer
            .spanBuilder("run " + JobName.of(run.job()))
            .setParent(caller)
            .setAttribute(RUN_ID, run.id())
            .setAttribute(Labels.JOB, JobName.of(run.job()))
            .setAttribute(Labels.ALGORITHM, JobName.algorithm(run.job()))
            .setAttribute(Labels.TENANT, run.caller().tenant())
            .setAttribute(GenAi.REQUEST_MODEL, run.job().model())
            .startSpan();
    // Nothing else of the caller's: with it would come gRPC's context, which ends with the call.
    return new RunTrace(tracer, run.id(), Context.root().with(span), span, models, contents);
  }
}
