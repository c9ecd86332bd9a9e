package dev.plangen.examples.benchmark.process;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What processes say to each other: one line, a word and then pairs like {@code rate=100}. No word,
 * key or value holds a space.
 */
public record Line(String word, SequencedMap<String, String> values) {

  public static Line of(String word) {
    return new Line(word, new LinkedHashMap<>());
  }

  public static Line parse(String text) {
    String[] parts = text.split(" ", -1);
    Line line = of(parts[0]);
    for (String pair : Arrays.asList(parts).subList(1, parts.length)) {
      int equals = pair.indexOf('=');
      line = line.with(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return line;
  }

  /** A copy with one pair more. */
  public Line with(String key, Object value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(values);
    more.put(key, value.toString());
    return new Line(word, more);
  }

  /** A copy with numbers, to three decimals. */
  public Line with(String key, double[] numbers) {
    return with(
        key,
        Arrays.stream(numbers)
            .mapToObj(number -> String.format(Locale.ROOT, "%.3f", number))
            .collect(Collectors.joining(",")));
  }

  public String text(String key) {
    return Objects.requireNonNull(values.get(key), () -> key + " is missing in: " + word);
  }

  public int integer(String key) {
    return Integer.parseInt(text(key));
  }

  public double number(String key) {
    return Double.parseDouble(text(key));
  }

  public double[] numbers(String key) {
    String list = text(key);
    return list.isEmpty()
        ? new double[0]
        : Arrays.stream(list.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  public DoubleStream stream(String key) {
    return Arrays.stream(numbers(key));
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map((Map.Entry<String, String> pair) -> " " + pair.getKey() + "=" + pair.getValue())
        .collect(Collectors.joining("", word, ""));
  }
}
