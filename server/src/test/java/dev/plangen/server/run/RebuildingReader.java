package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.TextName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does what a client does with a stream, and checks what a client relies on. */
final class RebuildingReader {

  private static final int MOST_BYTES = 256 << 10;

  private final RunReader reader;
  private final ReaderOptions options;
  private final List<News> news = new ArrayList<>();

  RebuildingReader(Run run, ReaderOptions options) {
    this.reader = TestRuns.read(run, options);
    this.options = options;
  }

  Wakeup wakeup() {
    return reader.wakeup();
  }

  /** Whether there was any news. */
  boolean poll() {
    News next = reader.poll();
    if (next != null) {
      assertThat(next.sequence()).isEqualTo(reader.passed());
      news.add(next);
    }
    return next != null;
  }

  void pollAll() {
    while (poll()) {
      // The next one.
    }
  }

  boolean isAtEnd() {
    return !news.isEmpty()
        && news.getLast() instanceof News.Logged(LogEntry entry)
        && entry.event() instanceof RunEvent.Terminal;
  }

  List<News> news() {
    return news;
  }

  /** Of a run that has ended, when this reader has been given everything. */
  void check(List<LogEntry> log) {
    checkEntries(log);
    checkTexts(log);
  }

  private void checkEntries(List<LogEntry> log) {
    List<LogEntry> given =
        news.stream()
            .filter(News.Logged.class::isInstance)
            .map(each -> ((News.Logged) each).entry())
            .toList();
    assertThat(given)
        .isEqualTo(log.stream().filter(entry -> options.wants(entry.event())).toList());
    assertThat(isAtEnd()).isTrue();
    assertThat(log.getLast().sequence()).isEqualTo(log.size());
  }

  private void checkTexts(List<LogEntry> log) {
    Map<TextName, byte[]> texts = new HashMap<>();
    long passed = 0;
    for (News each : news) {
      assertThat(each.sequence()).isGreaterThanOrEqualTo(passed);
      if (options.texts()) {
        for (LogEntry entry : log.subList((int) passed, (int) each.sequence())) {
          entry.event().endedCall().ifPresent(call -> assertWhole(call, texts));
        }
      }
      passed = each.sequence();
      if (each instanceof News.Written written) {
        assertThat(options.texts()).isTrue();
        checkPiece(written, texts.getOrDefault(written.name(), new byte[0]));
        apply(written, texts);
      }
    }
  }

  private static void assertWhole(CallRecord call, Map<TextName, byte[]> texts) {
    byte[] had = texts.getOrDefault(call.writes(), new byte[0]);
    assertThat(new String(had, StandardCharsets.UTF_8)).isEqualTo(call.text());
  }

  private static void checkPiece(News.Written written, byte[] before) {
    assertThat(written.text().getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(MOST_BYTES);
    assertThat(written.text()).doesNotContain("\uFFFD");
    assertThat(written.offset()).isBetween(0L, (long) before.length);
    boolean inCodePoint =
        written.offset() < before.length && (before[(int) written.offset()] & 0xC0) == 0x80;
    assertThat(inCodePoint).isFalse();
  }

  /** What the texts are after news {@code to} to the end have been applied upon these. */
  void applyFrom(int from, Map<TextName, byte[]> texts) {
    apply(from, news.size(), texts);
  }

  void apply(int from, int to, Map<TextName, byte[]> texts) {
    for (News each : news.subList(from, to)) {
      if (each instanceof News.Written written) {
        apply(written, texts);
      }
    }
  }

  private static void apply(News.Written written, Map<TextName, byte[]> texts) {
    byte[] before = texts.getOrDefault(written.name(), new byte[0]);
    byte[] more = written.text().getBytes(StandardCharsets.UTF_8);
    // Read a second time, a write may come upon a later, shorter attempt.
    int kept = Math.min((int) written.offset(), before.length);
    byte[] after = Arrays.copyOf(before, kept + more.length);
    System.arraycopy(more, 0, after, kept, more.length);
    texts.put(written.name(), after);
  }

  static Map<TextName, String> decoded(Map<TextName, byte[]> texts) {
    Map<TextName, String> decoded = new HashMap<>();
    texts.forEach((name, bytes) -> decoded.put(name, new String(bytes, StandardCharsets.UTF_8)));
    return decoded;
  }
}
