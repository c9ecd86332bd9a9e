package dev.plangen.server.telemetry;

import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Money;
import io.opentelemetry.api.common.Attributes;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Counts the requests of one model call. */
final class CallMeter implements CallWatch {

  private static final double PICOS = 1e12;

  private final Instruments instruments;
  private final String job;
  private final ModelLabel label;
  private final Attributes model;
  private final Attributes convention;

  private long queuedAt = System.nanoTime();
  private long sentAt;
  private boolean waits;
  private boolean underWay;

  /** Why the request before failed; null of the first. */
  private @Nullable String before;

  CallMeter(Instruments instruments, String job, ModelLabel label) {
    this.instruments = instruments;
    this.job = job;
    this.label = label;
    this.model = Attributes.of(Labels.MODEL, label.id());
    this.convention =
        Attributes.of(
            GenAi.OPERATION_NAME,
            GenAi.CHAT,
            GenAi.PROVIDER_NAME,
            label.provider(),
            GenAi.REQUEST_MODEL,
            label.id());
  }

  @Override
  public void queued() {
    queuedAt = System.nanoTime();
    waits = true;
  }

  @Override
  public void sent(int mostTokens) {
    sentAt = System.nanoTime();
    // One that is asked in another way keeps its turn.
    failed(Outcome.REFUSED);
    leaveQueue();
    if (before != null) {
      instruments.retries.add(1, Attributes.of(Labels.MODEL, label.id(), Labels.REASON, before));
    }
    underWay = true;
  }

  @Override
  public void answered() {
    instruments.timeToFirstChunk.record(Seconds.since(sentAt), convention);
  }

  @Override
  public void failed(Failure why) {
    leaveQueue();
    failed(why.reason());
  }

  /** Whether for its turn or not: else waits would look best where callers give up. */
  private void leaveQueue() {
    if (waits) {
      waits = false;
      instruments.queueWait.record(Seconds.since(queuedAt), model);
    }
  }

  private void failed(String reason) {
    if (underWay) {
      underWay = false;
      before = reason;
      ended(reason);
      instruments.callDuration.record(
          Seconds.since(sentAt), convention.toBuilder().put(GenAi.ERROR_TYPE, reason).build());
    }
  }

  @Override
  public void finished(CallRecord call, Optional<Money> money) {
    underWay = false;
    ended(Outcome.COMPLETE);
    instruments.callDuration.record(Seconds.since(sentAt), convention);
    used("input", call.tokens().input());
    used("output", call.tokens().output());
    money.ifPresent(
        paid ->
            instruments.cost.add(
                paid.picos() / PICOS,
                Attributes.of(
                    Labels.JOB, job, Labels.MODEL, label.id(), Labels.CURRENCY, paid.currency())));
  }

  @Override
  public void abandoned() {
    leaveQueue();
    failed(Outcome.CANCELLED);
  }

  private void ended(String outcome) {
    instruments.calls.add(1, Attributes.of(Labels.MODEL, label.id(), Labels.OUTCOME, outcome));
  }

  private void used(String type, OptionalLong tokens) {
    tokens.ifPresent(
        count ->
            instruments.tokenUsage.record(
                count, convention.toBuilder().put(GenAi.TOKEN_TYPE, type).build()));
  }
}
