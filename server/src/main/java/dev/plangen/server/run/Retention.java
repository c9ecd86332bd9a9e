package dev.plangen.server.run;

import java.time.Duration;

/**
 * How many runs that have ended are kept: as long as all of these hold. 0 of any keeps none.
 *
 * @param runs the most of them
 * @param bytes the most that their texts take together
 * @param age since their end
 * @param lateReading how long those may read on who read a run when it is dropped
 */
public record Retention(int runs, long bytes, Duration age, Duration lateReading) {

  /** The rest of a run is a few megabytes at most, so this is enough but for those who stopped. */
  private static final Duration LATE_READING = Duration.ofMinutes(1);

  public Retention(int runs, long bytes, Duration age) {
    this(runs, bytes, age, LATE_READING);
  }
}
