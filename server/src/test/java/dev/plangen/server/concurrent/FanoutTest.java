package dev.plangen.server.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FanoutTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Cancellation parent = Cancellation.create();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** By the time that a fan-out returns or throws, all that it started has ended. */
  @AfterEach
  void noThreadOutlivesItsFanout() {
    assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
  }

  @Test
  void resultsAreInTheOrderOfTheItems() {
    var secondEnded = new CountDownLatch(1);

    List<Integer> results =
        map(
            List.of(1, 2),
            (item, _) -> {
              if (item == 1) {
                await(secondEnded);
              } else {
                secondEnded.countDown();
              }
              return item * 10;
            });

    assertThat(results).containsExactly(10, 20);
  }

  @Test
  void allTasksRunAtOnce() {
    var allHere = new CountDownLatch(50);
    List<Integer> items = IntStream.range(0, 50).boxed().toList();

    List<Integer> results =
        map(
            items,
            (item, _) -> {
              allHere.countDown();
              await(allHere);
              return item;
            });

    assertThat(results).isEqualTo(items);
  }

  @Test
  void theFirstFailureCancelsTheOthersAndIsThrown() {
    var othersWait = new CountDownLatch(2);
    var cancelled = ConcurrentHashMap.<Integer>newKeySet();

    assertThatThrownBy(
            () ->
                map(
                    List.of(1, 2, 3),
                    (item, cancellation) -> {
                      if (item == 2) {
                        await(othersWait);
                        throw new IllegalArgumentException("the first");
                      }
                      othersWait.countDown();
                      awaitInterrupt();
                      assertThat(cancellation.isCancelled()).isTrue();
                      cancelled.add(item);
                      throw new IllegalStateException("a consequence");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the first");
    assertThat(cancelled).containsExactlyInAnyOrder(1, 3);
    assertThat(parent.isCancelled()).isFalse();
  }

  @Test
  void anErrorIsThrownAsItIs() {
    assertThatThrownBy(
            () ->
                map(
                    List.of(1),
                    (_, _) -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void cancellingTheParentEndsAll() {
    var allWait = new CountDownLatch(3);
    var ended = ConcurrentHashMap.<Integer>newKeySet();
    CompletableFuture<Void> canceller =
        CompletableFuture.runAsync(
            () -> {
              await(allWait);
              parent.cancel();
            });

    assertThatThrownBy(
            () ->
                map(
                    List.of(1, 2, 3),
                    (item, cancellation) -> {
                      allWait.countDown();
                      awaitInterrupt();
                      ended.add(item);
                      cancellation.throwIfCancelled();
                      return item;
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(ended).containsExactlyInAnyOrder(1, 2, 3);
    canceller.join();
  }

  @Test
  void aCancelledParentCountsMoreThanAFailure() {
    assertThatThrownBy(
            () ->
                map(
                    List.of(1),
                    (_, _) -> {
                      parent.cancel();
                      throw new IllegalStateException("what the cancel broke");
                    }))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void noTaskBeginsUnderACancelledParent() {
    threads.add(Thread.ofVirtual().unstarted(() -> {}));
    parent.cancel();

    assertThatThrownBy(() -> map(List.of(1, 2), (item, _) -> item))
        .isInstanceOf(CancellationException.class);
    assertThat(threads).hasSize(1);
  }

  @Test
  void anInterruptOfTheCallerIsKeptForItAndLeavesTheTasksAlone() {
    Thread caller = Thread.currentThread();

    List<Boolean> interrupted =
        map(
            List.of(1),
            (_, _) -> {
              caller.interrupt();
              return Thread.currentThread().isInterrupted();
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupted).containsExactly(false);
  }

  @Test
  void nothingIsLeftRegisteredWithTheParent() {
    var childSeen = new CompletableFuture<Cancellation>();
    map(List.of(1), (_, cancellation) -> childSeen.complete(cancellation));

    parent.cancel();

    assertThat(childSeen.join().isCancelled()).isFalse();
  }

  private <R> List<R> map(List<Integer> items, Fanout.Task<Integer, R> task) {
    return Fanout.map(
        items,
        parent,
        (item, cancellation) -> {
          threads.add(Thread.currentThread());
          return task.run(item, cancellation);
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted too early", e);
    }
  }

  private static void awaitInterrupt() {
    try {
      boolean released = new CountDownLatch(1).await(LIMIT.toSeconds(), TimeUnit.SECONDS);
      throw new AssertionError("was not interrupted: " + released);
    } catch (InterruptedException expected) {
      // The thread is interrupted when its scope is cancelled.
    }
  }
}
