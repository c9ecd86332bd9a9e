package dev.plangen.server.telemetry;

import dev.plangen.server.domain.Bug;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An observer whose bugs are no run's: what it throws is logged, the first of each run, and goes no
 * further.
 */
public record Guarded(RunObserver observer) implements RunObserver {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.telemetry");

  @Override
  public RunWatch begins(RunInfo run, Function<String, Optional<ModelKind>> models) {
    var guard = new Guard(run.id(), new AtomicBoolean());
    return guard.get(() -> new Watch(guard, observer.begins(run, models)), () -> RunWatch.NONE);
  }

  private record Guard(String runId, AtomicBoolean hasLogged) {

    void run(Runnable told) {
      try {
        told.run();
      } catch (RuntimeException e) {
        log(e);
      }
    }

    <T> T get(Supplier<T> told, Supplier<T> otherwise) {
      try {
        return told.get();
      } catch (RuntimeException e) {
        log(e);
        return otherwise.get();
      }
    }

    private void log(RuntimeException thrown) {
      if (hasLogged.compareAndSet(false, true)) {
        LOG.atError()
            .addKeyValue("run_id", runId)
            .log("a bug in what watches the run:{}", Bug.describe(thrown));
      }
    }
  }

  private record Watch(Guard guard, RunWatch watch) implements RunWatch {

    @Override
    public void started() {
      guard.run(watch::started);
    }

    @Override
    public void joined() {
      guard.run(watch::joined);
    }

    @Override
    public void readerCame() {
      guard.run(watch::readerCame);
    }

    @Override
    public void readerLeft(long pieces, long deltas) {
      guard.run(() -> watch.readerLeft(pieces, deltas));
    }

    @Override
    public void happened(RunEvent event) {
      guard.run(() -> watch.happened(event));
    }

    @Override
    public CallWatch calling(CallIntent call) {
      return guard.get(() -> new Call(guard, watch.calling(call)), () -> CallWatch.NONE);
    }

    @Override
    public Part verifying() {
      Part part = guard.get(watch::verifying, () -> () -> {});
      return () -> guard.run(part::close);
    }

    @Override
    public void ended(RunEvent.Terminal end, RunCost cost, Optional<Throwable> bug) {
      guard.run(() -> watch.ended(end, cost, bug));
    }
  }

  private record Call(Guard guard, CallWatch call) implements CallWatch {

    @Override
    public void queued() {
      guard.run(call::queued);
    }

    @Override
    public void sent(int mostTokens) {
      guard.run(() -> call.sent(mostTokens));
    }

    @Override
    public void answered() {
      guard.run(call::answered);
    }

    @Override
    public void failed(Failure why) {
      guard.run(() -> call.failed(why));
    }

    @Override
    public void finished(CallRecord made, Optional<Money> money) {
      guard.run(() -> call.finished(made, money));
    }

    @Override
    public void abandoned() {
      guard.run(call::abandoned);
    }
  }
}
