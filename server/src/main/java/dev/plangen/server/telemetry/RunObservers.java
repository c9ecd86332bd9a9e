package dev.plangen.server.telemetry;

import dev.plangen.server.domain.CallIntent;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.ModelKind;
import dev.plangen.server.domain.Money;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.RunObserver;
import dev.plangen.server.domain.RunWatch;
import java.util.Optional;
import java.util.function.Function;

/**
 * Two observers as one. The outer one is told first of what begins and last of what ends, so that
 * what it leaves on a thread is there for the inner one.
 */
public record RunObservers(RunObserver outer, RunObserver inner) implements RunObserver {

  @Override
  public RunWatch begins(RunInfo run, Function<String, Optional<ModelKind>> models) {
    return new Watches(outer.begins(run, models), inner.begins(run, models));
  }

  private record Watches(RunWatch outer, RunWatch inner) implements RunWatch {

    @Override
    public void started() {
      outer.started();
      inner.started();
    }

    @Override
    public void joined() {
      outer.joined();
      inner.joined();
    }

    @Override
    public void readerCame() {
      outer.readerCame();
      inner.readerCame();
    }

    @Override
    public void readerLeft(long pieces, long deltas) {
      outer.readerLeft(pieces, deltas);
      inner.readerLeft(pieces, deltas);
    }

    @Override
    public void happened(RunEvent event) {
      outer.happened(event);
      inner.happened(event);
    }

    @Override
    public CallWatch calling(CallIntent call) {
      return new CallWatches(outer.calling(call), inner.calling(call));
    }

    @Override
    public Part verifying() {
      Part outerPart = outer.verifying();
      Part innerPart = inner.verifying();
      return () -> {
        innerPart.close();
        outerPart.close();
      };
    }

    @Override
    public void ended(RunEvent.Terminal end, RunCost cost, Optional<Throwable> bug) {
      inner.ended(end, cost, bug);
      outer.ended(end, cost, bug);
    }
  }

  private record CallWatches(CallWatch outer, CallWatch inner) implements CallWatch {

    @Override
    public void queued() {
      outer.queued();
      inner.queued();
    }

    @Override
    public void sent(int mostTokens) {
      outer.sent(mostTokens);
      inner.sent(mostTokens);
    }

    @Override
    public void answered() {
      outer.answered();
      inner.answered();
    }

    @Override
    public void failed(Failure why) {
      inner.failed(why);
      outer.failed(why);
    }

    @Override
    public void finished(CallRecord call, Optional<Money> money) {
      inner.finished(call, money);
      outer.finished(call, money);
    }

    @Override
    public void abandoned() {
      inner.abandoned();
      outer.abandoned();
    }
  }
}
