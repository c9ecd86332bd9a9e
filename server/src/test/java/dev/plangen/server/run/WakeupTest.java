package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WakeupTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Wakeup wakeup = new Wakeup();

  @Test
  void whatHappenedBeforeTheWaitEndsItAtOnce() throws InterruptedException {
    wakeup.news();
    assertWakesAtOnce();
    wakeup.wake();
    assertWakesAtOnce();
  }

  private void assertWakesAtOnce() throws InterruptedException {
    long begun = System.nanoTime();
    wakeup.awaitNews(LIMIT.toNanos());
    assertThat(System.nanoTime() - begun).isLessThan(LIMIT.toNanos());
  }

  @Test
  void aWaitEndsAtItsLimitAndNotBefore() throws InterruptedException {
    long begun = System.nanoTime();
    wakeup.awaitNews(Duration.ofMillis(20).toNanos());

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofMillis(20));
  }

  @Test
  void newsLeaveAReaderAloneWhoseTransportIsFull() throws Exception {
    var room = new AtomicBoolean();
    Parked<Boolean> reader =
        park(
            () -> {
              wakeup.awaitTransport(Long.MAX_VALUE);
              return room.get();
            });

    for (int i = 0; i < 1000; i++) {
      wakeup.news();
    }
    assertThatThrownBy(() -> reader.result().get(20, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    room.set(true);
    wakeup.wake();

    assertThat(reader.result().get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void newsAndWakeEndAWaitForNews() throws Exception {
    for (Runnable waker : new Runnable[] {wakeup::news, wakeup::wake}) {
      Parked<Boolean> reader =
          park(
              () -> {
                wakeup.awaitNews(LIMIT.toNanos());
                return true;
              });
      waker.run();

      assertThat(reader.result().get(LIMIT.toSeconds() / 2, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    Parked<Boolean> reader =
        park(
            () -> {
              wakeup.awaitTransport(Long.MAX_VALUE);
              return true;
            });
    reader.thread().interrupt();

    assertThatThrownBy(() -> reader.result().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void noWakeUpIsLostHoweverFastNewsCome() throws Exception {
    race(200_000, false);
  }

  /** The reader parks, or is about to, nearly every time. */
  @Test
  void noWakeUpIsLostWhileTheReaderIsAboutToPark() throws Exception {
    race(20_000, true);
  }

  private void race(long count, boolean inTurns) throws Exception {
    var written = new AtomicLong();
    var read = new AtomicLong();
    var reader =
        new FutureTask<>(
            () -> {
              while (read.get() < count) {
                long now = written.get();
                if (now > read.get()) {
                  read.set(now);
                } else {
                  long begun = System.nanoTime();
                  wakeup.awaitNews(LIMIT.toNanos());
                  assertThat(System.nanoTime() - begun)
                      .as("a wake-up was lost")
                      .isLessThan(LIMIT.toNanos());
                }
              }
              return true;
            });
    Thread.ofPlatform().daemon().start(reader);
    for (long i = 1; i <= count; i++) {
      written.set(i);
      wakeup.news();
      while (inTurns && read.get() < i && !reader.isDone()) {
        Thread.onSpinWait();
      }
    }
    assertThat(reader.get(2 * LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private record Parked<T>(Thread thread, FutureTask<T> result) {}

  /** Returns when the thread waits. */
  private static <T> Parked<T> park(Callable<T> waiting) {
    var task = new FutureTask<>(waiting);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    long end = System.nanoTime() + LIMIT.toNanos();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    return new Parked<>(thread, task);
  }
}
