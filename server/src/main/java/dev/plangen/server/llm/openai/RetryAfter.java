package dev.plangen.server.llm.openai;

import com.openai.core.http.Headers;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a provider asks to wait (RFC 9110, 10.2.3, and {@code retry-after-ms}). */
final class RetryAfter {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

  /** Nobody waits longer, and a date can be so far that it breaks arithmetic. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private RetryAfter() {}

  /** Never negative; empty if the headers say nothing that can be read. */
  static Optional<Duration> of(Headers headers, Instant now) {
    return first(headers, "retry-after-ms")
        .filter(value -> NUMBER.matcher(value).matches())
        .map(value -> millis(new BigDecimal(value)))
        .or(() -> first(headers, "retry-after").flatMap(value -> secondsOrDate(value, now)));
  }

  private static Optional<String> first(Headers headers, String name) {
    List<String> values = headers.values(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst().strip());
  }

  private static Optional<Duration> secondsOrDate(String value, Instant now) {
    if (NUMBER.matcher(value).matches()) {
      return Optional.of(millis(new BigDecimal(value).movePointRight(3)));
    }
    try {
      Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
      return Optional.of(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Duration millis(BigDecimal value) {
    return Duration.ofMillis(value.longValue());
  }
}
