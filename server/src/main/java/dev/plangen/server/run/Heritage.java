package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a run starts with. */
interface Heritage {

  Heritage NONE = () -> CompletableFuture.completedFuture(Replay.NOTHING);

  /** Called once, on the run's thread, which waits for it. */
  CompletableFuture<Replay> replay();

  /** The entries that the run's log begins with. */
  default List<LogEntry> entries() {
    return List.of();
  }

  /** The first entries of the same run, which another server, or this one before, has written. */
  static Heritage of(List<LogEntry> entries) {
    List<LogEntry> earlier = List.copyOf(entries);
    return new Heritage() {
      @Override
      public CompletableFuture<Replay> replay() {
        return CompletableFuture.completedFuture(Replay.of(earlier));
      }

      @Override
      public List<LogEntry> entries() {
        return earlier;
      }
    };
  }

  /** The calls of a run that went another way. */
  static Heritage of(Run base) {
    // At once: the base may be deleted before this run begins.
    Map<CallKey, CallRecord> calls = base.calls();
    return () -> CompletableFuture.completedFuture(Replay.of(calls));
  }

  /** The calls of a run that failed, once it has made its last. */
  static Heritage ofFailed(Run earlier) {
    return () -> earlier.ended().thenApply(_ -> Replay.of(earlier.calls()));
  }
}
