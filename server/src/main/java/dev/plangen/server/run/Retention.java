package dev.plangen.server.run;

import java.time.Duration;

/**
 * How many runs that have ended are kept: as long as all of these hold. 0 of any keeps none.
 *
 * @param runs the most of them
 * @param bytes the most that their texts take together
 * @param age since their end
 */
public record Retention(int runs, long bytes, Duration age) {}
