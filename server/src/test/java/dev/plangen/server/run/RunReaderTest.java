package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.TextName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs made up at random, read by readers of every kind that come and pause at random: each reader
 * must be able to rebuild every text before it is told that the text is complete.
 */
@Timeout(60)
class RunReaderTest {

  private static final int INTERLEAVINGS = 400;
  private static final int RACES = 60;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void everyReaderRebuildsEveryTextHoweverWritersAndReadersTakeTurns() {
    for (long seed = 1; seed <= INTERLEAVINGS; seed++) {
      try {
        interleave(seed);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void interleave(long seed) {
    var made = new RandomRun(seed);
    var random = new Random(~seed);
    List<List<Runnable>> writers = new ArrayList<>();
    made.candidates().forEach(steps -> writers.add(new ArrayList<>(steps)));
    List<RebuildingReader> readers = new ArrayList<>();
    while (!writers.isEmpty()) {
      List<Runnable> writer = writers.get(random.nextInt(writers.size()));
      writer.removeFirst().run();
      writers.removeIf(List::isEmpty);
      readSome(random, made.run(), readers);
    }
    for (Runnable step : made.end()) {
      step.run();
      readSome(random, made.run(), readers);
    }
    readers.add(new RebuildingReader(made.run(), new ReaderOptions(true, true)));
    for (RebuildingReader reader : readers) {
      reader.pollAll();
      reader.check(made.run().log().entries());
      checkReapplying(reader, random);
    }
  }

  private static void readSome(Random random, Run run, List<RebuildingReader> readers) {
    if (readers.size() < 4 && random.nextInt(20) == 0) {
      readers.add(new RebuildingReader(run, anyOptions(random)));
    }
    for (int i = 0; i < readers.size(); i++) {
      // The later ones come more rarely.
      if (random.nextInt(1 + i * i * 5) == 0) {
        int most = 1 + random.nextInt(8);
        for (int polled = 0; polled < most && readers.get(i).poll(); polled++) {
          // The next one.
        }
      }
    }
  }

  private static ReaderOptions anyOptions(Random random) {
    return new ReaderOptions(random.nextBoolean(), random.nextInt(4) > 0);
  }

  /** As a client does that resumes somewhere before the place where it was cut off. */
  private static void checkReapplying(RebuildingReader reader, Random random) {
    int size = reader.news().size();
    Map<TextName, byte[]> once = new HashMap<>();
    reader.applyFrom(0, once);
    for (int round = 0; round < 3; round++) {
      int cut = random.nextInt(size + 1);
      Map<TextName, byte[]> texts = new HashMap<>();
      reader.apply(0, cut, texts);
      reader.applyFrom(random.nextInt(cut + 1), texts);
      assertThat(RebuildingReader.decoded(texts)).isEqualTo(RebuildingReader.decoded(once));
    }
  }

  @Test
  void everyReaderRebuildsEveryTextWhileAllRunAtOnce() {
    for (long seed = 1; seed <= RACES; seed++) {
      try {
        race(seed);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void race(long seed) {
    var made = new RandomRun(seed);
    var random = new Random(~seed);
    List<RebuildingReader> readers =
        Stream.generate(() -> new RebuildingReader(made.run(), anyOptions(random)))
            .limit(3)
            .toList();
    List<Runnable> work = new ArrayList<>();
    readers.forEach(reader -> work.add(() -> follow(reader)));
    work.add(() -> writeAll(made));
    runAll(work);
    readers.forEach(reader -> reader.check(made.run().log().entries()));
  }

  private static void writeAll(RandomRun made) {
    runAll(
        made.candidates().stream()
            .<Runnable>map(steps -> () -> steps.forEach(Runnable::run))
            .toList());
    made.end().forEach(Runnable::run);
  }

  private static void runAll(List<Runnable> work) {
    Fanout.map(
        work,
        Cancellation.create(),
        (each, _) -> {
          each.run();
          return true;
        });
  }

  private static void follow(RebuildingReader reader) {
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      while (!reader.isAtEnd()) {
        if (!reader.poll()) {
          long left = end - System.nanoTime();
          assertThat(left).as("a wake-up was lost").isPositive();
          reader.wakeup().awaitNews(left);
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("another task failed", e);
    }
  }
}
