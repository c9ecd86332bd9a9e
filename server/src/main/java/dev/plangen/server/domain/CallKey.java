package dev.plangen.server.domain;

/**
 * Names a model call by its place in the run, for example {@code constraints}, {@code solution/2}
 * or {@code verify/2/repair}.
 *
 * <p>The key is a function of the job alone, never of time or order of arrival: that is what lets a
 * run start from the log of another one and call the model only for what is missing. The key of the
 * call that writes a candidate is that candidate's id.
 */
public record CallKey(String path) implements Comparable<CallKey> {

  public CallKey {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("a call key needs a path");
    }
  }

  public static CallKey of(String path) {
    return new CallKey(path);
  }

  public CallKey child(String name) {
    return new CallKey(path + "/" + name);
  }

  public CallKey child(int number) {
    return child(Integer.toString(number));
  }

  /**
   * The key of a question about what this call wrote: {@code solution/2} is judged by {@code
   * verify/2}.
   */
  public CallKey about(String question) {
    return of(question + "/" + path.substring(path.indexOf('/') + 1));
  }

  /**
   * Segment by segment, numbers by value and before names: {@code solution/2} comes before {@code
   * solution/10}.
   */
  @Override
  public int compareTo(CallKey other) {
    String[] mine = path.split("/", -1);
    String[] theirs = other.path.split("/", -1);
    for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
      int order = compareSegments(mine[i], theirs[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(mine.length, theirs.length);
  }

  private static int compareSegments(String a, String b) {
    if (isNumber(a) != isNumber(b)) {
      // As text, "10" < "1a" < "9" although 9 < 10: there would be no order.
      return isNumber(a) ? -1 : 1;
    }
    return isNumber(a) ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b)) : a.compareTo(b);
  }

  private static boolean isNumber(String segment) {
    return !segment.isEmpty() && segment.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return path;
  }
}
