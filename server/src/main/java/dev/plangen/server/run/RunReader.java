package dev.plangen.server.run;

import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.TextName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run from any of its entries. {@link #poll} gives what is new since the last call, so a
 * reader that comes rarely gets few and long pieces of text, and holds nothing while it is away.
 *
 * <p>Polled by one thread; {@link #leave} and the wake-up by any.
 */
public final class RunReader {

  /** Keeps updates far below gRPC's default limit of 4 MiB, and a slow reader's bites small. */
  private static final int MOST_BYTES = 256 << 10;

  private final Run run;
  private final RunLog log;
  private final Optional<Instant> deadline;
  private final ReaderOptions options;
  private final RunWatch watch;
  private final Wakeup wakeup = new Wakeup();
  private final Map<TextName, Position> positions = new HashMap<>();
  private final long piecesBefore;
  private final AtomicLong deltas = new AtomicLong();
  private long passed;

  /** What this reader still lacks of the text that the next entry ends. */
  private @Nullable Remainder remainder;

  private record Remainder(TextName name, Position end, Utf8Slice slice) {}

  /**
   * A reader that has passed {@code after} entries.
   *
   * @param deadline when it will leave
   */
  RunReader(
      Run run,
      RunLog log,
      RunWatch watch,
      long after,
      Optional<Instant> deadline,
      ReaderOptions options) {
    this.run = run;
    this.log = log;
    this.watch = watch;
    this.passed = after;
    this.deadline = deadline;
    this.options = options;
    this.piecesBefore = log.pieces();
    log.add(this);
    watch.readerCame();
  }

  Optional<Instant> deadline() {
    return deadline;
  }

  public String runId() {
    return run.info().id();
  }

  public Wakeup wakeup() {
    return wakeup;
  }

  /** Whether the run has ended and this reader has passed its last entry. */
  public boolean isThrough() {
    return run.snapshotUnlessForgotten()
        .map(now -> now.end().isPresent() && passed == now.lastSequence())
        .orElse(false);
  }

  boolean wantsTexts() {
    return options.texts();
  }

  /** The last entry that this reader has passed: given, or left out by its options; 0 if none. */
  public long passed() {
    return passed;
  }

  /**
   * The next piece of news; null if there is none now. Does not block.
   *
   * @throws FailureException with {@code UnknownRun} once the run has been deleted; with {@code
   *     RunExpired} some time after it was dropped
   */
  public @Nullable News poll() {
    try {
      return next();
    } catch (RunLog.GoneException e) {
      throw e.toFailure(runId());
    }
  }

  /**
   * Waits until woken, but not by news: for a caller whose transport is full.
   *
   * @throws FailureException as {@link #poll} does, for to tell the end takes no room
   */
  public void awaitTransport() throws InterruptedException {
    try {
      wakeup.awaitTransport(log.nanosToRead());
    } catch (RunLog.GoneException e) {
      throw e.toFailure(runId());
    }
  }

  private @Nullable News next() {
    while (true) {
      if (remainder != null) {
        var _ = log.nanosToRead();
        return nextOf(remainder);
      }
      RunLog.Stored stored = log.entryAfter(passed);
      if (stored == null) {
        return options.texts() ? nextOfLiveTexts() : null;
      }
      if (options.texts() && owes(stored)) {
        continue;
      }
      passed++;
      if (options.wants(stored.entry().event())) {
        return new News.Logged(stored.entry());
      }
    }
  }

  /** Whether the text that {@code stored} ends must come first; if so, sets {@link #remainder}. */
  private boolean owes(RunLog.Stored stored) {
    Optional<CallRecord> ended = stored.entry().event().endedCall();
    if (ended.isEmpty()) {
      return false;
    }
    CallRecord call = ended.get();
    Position before = positions.get(call.writes());
    Position from = Position.in(before, call.key(), stored.attempt());
    // Where this reader was in no attempt, or in another, even an empty text is a write: its caller
    // may hold what an earlier reader was given.
    if (from.equals(before) && from.offset() == stored.textBytes()) {
      return false;
    }
    Utf8Slice whole = Utf8Slice.of(call.text());
    remainder = new Remainder(call.writes(), from.at(whole.to()), whole.from(from.offset()));
    return true;
  }

  private News nextOf(Remainder rest) {
    Utf8Slice head = rest.slice().head(MOST_BYTES);
    positions.put(rest.name(), rest.end().at(head.to()));
    remainder =
        head.to() == rest.slice().to()
            ? null
            : new Remainder(rest.name(), rest.end(), rest.slice().from(head.to()));
    deltas.incrementAndGet();
    return new News.Written(passed, rest.name(), head.from(), head.decode());
  }

  private @Nullable News nextOfLiveTexts() {
    RunLog.Unread unread = log.unread(passed, positions);
    if (unread == null) {
      return null;
    }
    Utf8Slice head = unread.slice().head(MOST_BYTES);
    positions.put(unread.name(), unread.from().at(head.to()));
    deltas.incrementAndGet();
    return new News.Written(passed, unread.name(), head.from(), head.decode());
  }

  /**
   * Ends this reader. What becomes of a run that nobody reads any more, its callers have said.
   *
   * @param why what the run ends with if it does
   */
  public void leave(Failure why) {
    if (log.remove(this)) {
      watch.readerLeft(options.texts() ? log.pieces() - piecesBefore : 0, deltas.get());
    }
    run.left(this, why);
  }
}
