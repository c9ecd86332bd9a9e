package dev.plangen.examples.benchmark.endpoint;

/**
 * How the endpoint answers. It is the model's name in a request, so the endpoint needs no
 * configuration.
 *
 * @param firstMillis from the request to the first piece
 * @param totalMillis from the request to the last piece; at least {@code firstMillis}
 * @param chunks pieces of text; at least 1
 * @param bytes of each piece; at least 2
 */
public record Pace(int firstMillis, int totalMillis, int chunks, int bytes) {

  private static final String PREFIX = "pace";

  public static Pace named(String name) {
    String[] parts = name.split("-", -1);
    return new Pace(
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]));
  }

  /** 10 KB a second, in 50 pieces a second, for so long. */
  public static Pace steady(int seconds) {
    return new Pace(50, seconds * 1000, 50 * seconds, 200);
  }

  public String name() {
    return PREFIX + "-" + firstMillis + "-" + totalMillis + "-" + chunks + "-" + bytes;
  }

  /** When piece {@code index} is due, after the request. */
  long dueNanos(int index) {
    long span = (totalMillis - firstMillis) * 1_000_000L;
    return firstMillis * 1_000_000L + (chunks == 1 ? 0 : span * index / (chunks - 1));
  }
}
