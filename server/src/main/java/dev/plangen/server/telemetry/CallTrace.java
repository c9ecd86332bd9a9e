package dev.plangen.server.telemetry;

import dev.plangen.server.domain.CallIntent;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Money;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The spans of one model call: one for each request. While it is under way its span is current on
 * the thread that sends it, so that adapters pass its context on.
 */
final class CallTrace implements CallWatch {

  private static final AttributeKey<String> KEY = AttributeKey.stringKey("plangen.call.key");
  private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("plangen.call.attempt");
  private static final AttributeKey<Double> QUEUE_WAIT =
      AttributeKey.doubleKey("plangen.call.queue_wait");

  private final Tracer tracer;
  private final Context step;
  private final CallIntent call;
  private final ModelLabel label;
  private final String runId;
  private final Contents contents;

  private long attempt;
  private long queuedAt = System.nanoTime();
  private long sentAt;

  /** Of the request that is under way; invalid if none is. */
  private Span request = Span.getInvalid();

  private Scope current = Scope.noop();

  CallTrace(
      Tracer tracer,
      Context step,
      CallIntent call,
      ModelLabel label,
      String runId,
      Contents contents) {
    this.tracer = tracer;
    this.step = step;
    this.call = call;
    this.label = label;
    this.runId = runId;
    this.contents = contents;
  }

  @Override
  public void queued() {
    queuedAt = System.nanoTime();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // By end, on the same thread.
  public void sent(int mostTokens) {
    fail(Outcome.REFUSED);
    sentAt = System.nanoTime();
    attempt++;
    request =
        tracer
            .spanBuilder(GenAi.CHAT + " " + call.model())
            .setSpanKind(SpanKind.CLIENT)
            .setParent(step)
            .setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT)
            .setAttribute(GenAi.PROVIDER_NAME, label.provider())
            .setAttribute(GenAi.REQUEST_MODEL, call.model())
            .setAttribute(GenAi.REQUEST_MAX_TOKENS, (long) mostTokens)
            .setAttribute(RunTraces.RUN_ID, runId)
            .setAttribute(KEY, call.key().path())
            .setAttribute(ATTEMPT, attempt)
            .setAttribute(QUEUE_WAIT, Seconds.between(queuedAt, sentAt))
            .startSpan();
    call.temperature().ifPresent(t -> request.setAttribute(GenAi.REQUEST_TEMPERATURE, t));
    if (request.isRecording()) {
      contents.asked(request, call);
    }
    current = step.with(request).makeCurrent();
  }

  @Override
  public void answered() {
    request.setAttribute(GenAi.TIME_TO_FIRST_CHUNK, Seconds.since(sentAt));
  }

  @Override
  public void failed(Failure why) {
    fail(why.reason());
  }

  private void fail(String reason) {
    request.setAttribute(GenAi.ERROR_TYPE, reason);
    if (!reason.equals(Outcome.CANCELLED)) {
      request.setStatus(StatusCode.ERROR);
    }
    end();
  }

  @Override
  public void finished(CallRecord made, Optional<Money> money) {
    request.setAttribute(
        GenAi.FINISH_REASONS, List.of(made.finish().name().toLowerCase(Locale.ROOT)));
    Tokens.set(request, made.tokens());
    if (request.isRecording()) {
      contents.answered(request, made);
    }
    end();
  }

  @Override
  public void abandoned() {
    fail(Outcome.CANCELLED);
  }

  private void end() {
    current.close();
    current = Scope.noop();
    request.end();
    request = Span.getInvalid();
  }
}
