package dev.plangen.server.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Which lines the loggers write, to be looked at and changed while the server runs. Thread-safe.
 */
public final class LogLevels {

  private static final List<Level> LEVELS =
      List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.OFF);

  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * A level that is to end.
   *
   * @param before what it is to be then; null if the logger had none of its own
   */
  private record Passing(@Nullable Level before, Future<?> end) {}

  /** By logger. Guarded by this. */
  private final Map<String, Passing> passing = new HashMap<>();

  /** Of the loggers that have one of their own, and of the server's; by name. */
  public SortedMap<String, String> all() {
    SortedMap<String, String> all = new TreeMap<>();
    context().getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null || LogOutput.OWN.contains(logger.getName()))
        .forEach(logger -> all.put(logger.getName(), logger.getEffectiveLevel().toString()));
    return all;
  }

  /**
   * Changes a level.
   *
   * @param duration after which it is again what it was before the first change that was to pass
   * @return what it was
   * @throws IllegalArgumentException with a sentence that names the field and the remedy
   */
  public synchronized String set(String logger, String level, Optional<Duration> duration) {
    Level wanted = level(level);
    require(!logger.isBlank(), "logger must be given, for example plangen.");
    require(
        wanted.isGreaterOrEqual(Level.INFO) || isOwn(logger),
        "level must be INFO or higher for a logger that is not of "
            + String.join(", ", LogOutput.OWN)
            + " and below: libraries write there what callers and providers sent.");
    require(
        duration.isEmpty()
            || (duration.get().isPositive() && duration.get().compareTo(LONGEST) <= 0),
        "duration must be more than 0 s and at most a day.");
    Logger changed = context().getLogger(logger);
    String before = changed.getEffectiveLevel().toString();
    Passing earlier = passing.remove(logger);
    @Nullable Level own = changed.getLevel();
    if (earlier != null) {
      earlier.end().cancel(false);
      own = earlier.before();
    }
    changed.setLevel(wanted);
    if (duration.isPresent()) {
      passing.put(logger, new Passing(own, endAfter(duration.get(), logger)));
    }
    return before;
  }

  private Future<?> endAfter(Duration duration, String logger) {
    return ForkJoinPool.commonPool()
        .schedule(() -> end(logger), duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized void end(String logger) {
    Passing over = passing.remove(logger);
    if (over != null) {
      context().getLogger(logger).setLevel(over.before());
    }
  }

  private static Level level(String name) {
    return LEVELS.stream()
        .filter(level -> level.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "level must be TRACE, DEBUG, INFO, WARN, ERROR or OFF."));
  }

  private static boolean isOwn(String logger) {
    return LogOutput.OWN.stream()
        .anyMatch(own -> logger.equals(own) || logger.startsWith(own + "."));
  }

  private static void require(boolean holds, String remedy) {
    if (!holds) {
      throw new IllegalArgumentException(remedy);
    }
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
