package dev.plangen.server.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Everything that is logged at DEBUG and above until this is closed. Thread-safe. */
public final class CapturedLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final long LIMIT_NANOS = 20_000_000_000L;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level levelBefore = root.getLevel();
  private final List<ILoggingEvent> events = new ArrayList<>();

  public CapturedLogs() {
    setContext(root.getLoggerContext());
    start();
    root.setLevel(Level.DEBUG);
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    synchronized (events) {
      events.add(event);
      events.notifyAll();
    }
  }

  /** Waits for the line that tells of the end of this run, and returns its outcome. */
  public String awaitOutcome(String runId) throws InterruptedException {
    ILoggingEvent line =
        await(
            event ->
                event.getMessage().equals("run ended")
                    && value(event, "run_id").equals(Optional.of(runId)));
    return value(line, "outcome").orElseThrow();
  }

  private ILoggingEvent await(Predicate<ILoggingEvent> wanted) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    synchronized (events) {
      while (true) {
        Optional<ILoggingEvent> found = events.stream().filter(wanted).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("that was not logged; this was:\n" + text());
        }
        events.wait(left / 1_000_000 + 1);
      }
    }
  }

  /** The value of a key of a line. */
  private static Optional<String> value(ILoggingEvent event, String key) {
    return Optional.ofNullable(event.getKeyValuePairs()).stream()
        .flatMap(List::stream)
        .filter(pair -> pair.key.equals(key))
        .map(pair -> Objects.toString(pair.value))
        .findFirst();
  }

  /** All of it: messages, values, and what was thrown. */
  public String text() {
    StringBuilder text = new StringBuilder();
    synchronized (events) {
      for (ILoggingEvent event : events) {
        text.append(event.getLevel()).append(' ').append(event.getLoggerName()).append(' ');
        text.append(event.getFormattedMessage()).append(' ').append(event.getKeyValuePairs());
        if (event.getThrowableProxy() != null) {
          text.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    root.detachAppender(this);
    root.setLevel(levelBefore);
    stop();
  }
}
