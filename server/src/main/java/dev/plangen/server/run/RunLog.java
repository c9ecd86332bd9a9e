package dev.plangen.server.run;

import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.domain.TokenCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a run: one log, many readers, each at its own place. The run appends and never
 * waits for a reader.
 *
 * <p>The text of a running call is one growing buffer; the entry that ends the call takes its
 * place, so each text is held once. Thread-safe: nothing is encoded, sent or written elsewhere
 * under its lock.
 */
final class RunLog {

  /** An entry with the length of the text that it ends, and the attempt that wrote it. */
  record Stored(LogEntry entry, int attempt, int textBytes) {}

  /** There is nothing to read any more. */
  static final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean expired;

    private GoneException(boolean expired) {
      this.expired = expired;
    }

    FailureException toFailure(String runId) {
      return new FailureException(
          expired ? new Failure.RunExpired(runId) : new Failure.UnknownRun(runId));
    }
  }

  /** What a live text has that a reader lacks. */
  record Unread(TextName name, Position from, Utf8Slice slice) {}

  /** What an entry takes beside its texts, roughly. */
  private static final int ENTRY_BYTES = 512;

  private final List<Stored> entries = new ArrayList<>();
  private final Map<CallKey, GrowingText> texts = new LinkedHashMap<>();
  private final List<RunReader> readers = new CopyOnWriteArrayList<>();
  private final Runnable beforeEnd;
  private final Consumer<RunEvent> watch;
  private long pieces;
  private RunCost cost = RunCost.NOTHING;
  private long bytes;
  private boolean forgotten;

  /** Beside the entries, so that a run that is deleted as soon as it has ended stays one. */
  private @Nullable LogEntry end;

  /** Until when readers may read on, by {@link System#nanoTime}; empty as long as they like. */
  private OptionalLong readableUntil = OptionalLong.empty();

  /**
   * A log that begins with {@code earlier}, the first entries of the same run.
   *
   * @param beforeEnd called once, before anybody can read that the run has ended
   * @param watch told of what is appended
   */
  RunLog(List<LogEntry> earlier, Runnable beforeEnd, Consumer<RunEvent> watch) {
    this.beforeEnd = beforeEnd;
    this.watch = watch;
    for (LogEntry entry : earlier) {
      int textBytes = textBytes(entry.event());
      entries.add(new Stored(entry, 1, textBytes));
      bytes += ENTRY_BYTES + textBytes + entry.event().bytes();
      cost = entry.cost();
      noteEnd(entry);
    }
  }

  void append(RunEvent event) {
    if (!appendUnlessEnded(event)) {
      throw new IllegalStateException("the run has ended; too late: " + event.identity());
    }
  }

  /** For what may come at any time. Returns whether it came in time. */
  boolean appendUnlessEnded(RunEvent event) {
    int textBytes = textBytes(event);
    if (event instanceof RunEvent.Terminal && !hasEnded()) {
      beforeEnd.run();
    }
    synchronized (this) {
      if (hasEnded()) {
        return false;
      }
      if (forgotten) {
        keepOnlyThatItEnded(event);
        return true;
      }
      GrowingText live = event.endedCall().map(call -> texts.remove(call.key())).orElse(null);
      var entry = new LogEntry(entries.size() + 1, Instant.now(), cost, event);
      entries.add(new Stored(entry, live == null ? 1 : live.attempt(), textBytes));
      noteEnd(entry);
      bytes += ENTRY_BYTES + textBytes + event.bytes();
    }
    readers.forEach(reader -> reader.wakeup().news());
    watch.accept(event);
    return true;
  }

  /** A run that was deleted while it lived still has to come to an end. */
  private void keepOnlyThatItEnded(RunEvent event) {
    if (event instanceof RunEvent.Terminal) {
      var deleted = new RunEvent.Failed(Stage.WORKFLOW, new Failure.Cancelled());
      noteEnd(new LogEntry(1, Instant.now(), cost, deleted));
    }
  }

  private void noteEnd(LogEntry entry) {
    if (entry.event() instanceof RunEvent.Terminal) {
      end = entry;
    }
  }

  private static int textBytes(RunEvent event) {
    return event.endedCall().map(call -> Utf8Slice.of(call.text()).length()).orElse(0);
  }

  synchronized boolean hasEnded() {
    return end != null;
  }

  /** The entry that ended the run, also once the others are forgotten. */
  synchronized Optional<LogEntry> end() {
    return Optional.ofNullable(end);
  }

  /** About how much memory the entries take. */
  synchronized long bytes() {
    return bytes;
  }

  /**
   * How the run stands.
   *
   * @throws GoneException if the log has been forgotten
   */
  synchronized RunSnapshot snapshot(RunInfo info) {
    throwIfForgotten();
    return new RunSnapshot(info, entries.size(), cost, end());
  }

  private void throwIfForgotten() {
    if (forgotten) {
      throw new GoneException(false);
    }
  }

  /**
   * The run is no longer kept, but for those who are reading it now: they may go on for {@code
   * time}, however much of it their transports spend full.
   */
  void evict(Duration time) {
    synchronized (this) {
      readableUntil = OptionalLong.of(System.nanoTime() + time.toNanos());
    }
    readers.forEach(reader -> reader.wakeup().wake());
  }

  /** Drops everything that was written; whoever reads on is told that there is no such run. */
  void forget() {
    synchronized (this) {
      forgotten = true;
      entries.clear();
      texts.clear();
      bytes = 0;
    }
    readers.forEach(reader -> reader.wakeup().wake());
  }

  synchronized List<LogEntry> entries() {
    return entries.stream().map(Stored::entry).toList();
  }

  synchronized RunCost cost() {
    return cost;
  }

  // The writing side: one thread for each text.

  synchronized GrowingText open(CallKey writer, TextName name) {
    var text = new GrowingText(writer, name);
    texts.put(writer, text);
    return text;
  }

  /**
   * A request is about to be sent to the model for {@code text}: it counts, and the text starts
   * again.
   */
  synchronized void restart(GrowingText text, String model) {
    cost = cost.plusCall(model);
    text.restart();
  }

  void write(GrowingText text, Utf8Slice more) {
    synchronized (this) {
      more.appendTo(text);
      pieces++;
    }
    for (RunReader reader : readers) {
      if (reader.wantsTexts()) {
        reader.wakeup().news();
      }
    }
  }

  /** The call is over; its text stays until the entry that ends it is appended. */
  synchronized void report(String model, TokenCount tokens, Optional<Prices> prices) {
    cost = cost.plusReport(model, tokens, prices);
  }

  /** A call of another run takes the place of one of this run. */
  synchronized void takeOver(TokenCount tokens) {
    cost = cost.plusTakenOver(tokens);
  }

  synchronized Utf8Slice whole(GrowingText text) {
    return text.slice(0);
  }

  /** The call failed: what it wrote is void. */
  synchronized void discard(GrowingText text) {
    texts.remove(text.writer());
  }

  // The reading side.

  /** In how many pieces models have written so far. */
  synchronized long pieces() {
    return pieces;
  }

  void add(RunReader reader) {
    readers.add(reader);
  }

  /** Returns whether it was there. */
  boolean remove(RunReader reader) {
    return readers.remove(reader);
  }

  /**
   * For how long a reader may read on, as things stand.
   *
   * @throws GoneException if the log has been forgotten, or that time is over
   */
  synchronized long nanosToRead() {
    throwIfForgotten();
    if (readableUntil.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long left = readableUntil.getAsLong() - System.nanoTime();
    if (left <= 0) {
      throw new GoneException(true);
    }
    return left;
  }

  /**
   * The entry after {@code passed} others; null if it is still to come.
   *
   * @throws GoneException as {@link #nanosToRead} does
   */
  synchronized @Nullable Stored entryAfter(long passed) {
    var _ = nanosToRead();
    return passed < entries.size() ? entries.get((int) passed) : null;
  }

  /**
   * The live text of which a reader at {@code positions} lacks most, so that none waits for long;
   * null if it lacks nothing, or if there is an entry after {@code passed}, which goes first.
   */
  synchronized @Nullable Unread unread(long passed, Map<TextName, Position> positions) {
    if (passed < entries.size()) {
      return null;
    }
    Unread most = null;
    for (GrowingText text : texts.values()) {
      Position from = Position.in(positions.get(text.name()), text.writer(), text.attempt());
      int lacking = text.length() - from.offset();
      if (lacking > 0 && (most == null || lacking > most.slice().length())) {
        most = new Unread(text.name(), from, text.slice(from.offset()));
      }
    }
    return most;
  }
}
