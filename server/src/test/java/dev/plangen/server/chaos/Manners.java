package dev.plangen.server.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * How a caller treats one call.
 *
 * @param deadline of the call
 * @param leaveIn after so long it cancels
 * @param leaveAfter after so many messages it cancels
 * @param stallAfter after so many messages it asks for none, for the time of {@code stall}
 */
record Manners(
    Optional<Duration> deadline,
    Optional<Duration> leaveIn,
    int leaveAfter,
    int stallAfter,
    Duration stall) {

  private static final int NEVER = Integer.MAX_VALUE;

  static final Manners PATIENT =
      new Manners(Optional.empty(), Optional.empty(), NEVER, NEVER, Duration.ZERO);

  static Manners any(Random random) {
    return switch (random.nextInt(10)) {
      case 0 ->
          new Manners(
              Optional.of(millis(random, 20, 4_000)),
              Optional.empty(),
              NEVER,
              NEVER,
              Duration.ZERO);
      case 1 ->
          new Manners(
              Optional.empty(), Optional.of(millis(random, 0, 2_000)), NEVER, NEVER, Duration.ZERO);
      case 2 -> leavingAfter(random.nextInt(30));
      case 3 ->
          new Manners(
              Optional.empty(),
              Optional.empty(),
              NEVER,
              random.nextInt(20),
              millis(random, 100, 3_000));
      case 4 -> {
        int after = random.nextInt(20);
        yield new Manners(
            Optional.empty(), Optional.empty(), after + 1, after, millis(random, 100, 3_000));
      }
      default -> PATIENT;
    };
  }

  static Manners leavingAfter(int messages) {
    return new Manners(Optional.empty(), Optional.empty(), messages, NEVER, Duration.ZERO);
  }

  private static Duration millis(Random random, int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most));
  }
}
