package dev.plangen.server.fuzz;

import java.util.Arrays;

/**
 * How the server stands.
 *
 * @param heap bytes that are left after collections
 */
record Standing(long heap, long connections, long calls, long runs) {

  static Standing of(String line) {
    long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    return new Standing(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  String line() {
    return heap + " " + connections + " " + calls + " " + runs;
  }

  boolean isEmpty() {
    return connections == 0 && calls == 0 && runs == 0;
  }
}
