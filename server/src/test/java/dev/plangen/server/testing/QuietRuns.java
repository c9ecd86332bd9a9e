package dev.plangen.server.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps the lines that tell of every run's begin and end out of the log until it is closed. */
public final class QuietRuns implements AutoCloseable {

  private final Logger log = (Logger) LoggerFactory.getLogger("plangen.run");
  private final @Nullable Level before = log.getLevel();

  public QuietRuns() {
    log.setLevel(Level.WARN);
  }

  @Override
  public void close() {
    log.setLevel(before);
  }
}
