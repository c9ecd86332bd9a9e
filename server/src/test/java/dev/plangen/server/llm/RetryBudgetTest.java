package dev.plangen.server.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {

  /** {@link System#nanoTime} may begin anywhere, and overflow. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_500_000_000L);

  private final RetryBudget budget = new RetryBudget(now::get);

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 3", "15, 3", "19, 3", "20, 4", "100, 20", "104, 20", "105, 21"})
  void oneInFiveCallsMayBeRepeatedAndThreeInAnyCase(int calls, int retries) {
    call(calls);

    assertThat(retriesLeft()).isEqualTo(retries);
  }

  @Test
  void callsEarnTheirRetriesForTenSeconds() {
    call(100);
    pass(Duration.ofSeconds(9));
    assertThat(budget.tryRetry()).isTrue();
    assertThat(retriesLeft()).isEqualTo(19);

    pass(Duration.ofSeconds(1));

    // The calls have gone, their retries have not.
    assertThat(budget.tryRetry()).isFalse();
  }

  @Test
  void aRetryIsForgottenAfterTenSeconds() {
    assertThat(retriesLeft()).isEqualTo(3);
    pass(Duration.ofSeconds(9));
    assertThat(retriesLeft()).isZero();

    pass(Duration.ofSeconds(1));

    assertThat(retriesLeft()).isEqualTo(3);
  }

  @Test
  void theWindowMovesSecondBySecond() {
    for (int second = 0; second < 20; second++) {
      call(10);
      pass(Duration.ofSeconds(1));
    }

    // The current second and the nine before it, of which the current one is empty.
    assertThat(retriesLeft()).isEqualTo(18);
  }

  @Test
  void steadyFailureIsRepeatedOnceInFiveCalls() {
    int retries = 0;
    for (int call = 0; call < 10_000; call++) {
      call(1);
      retries += budget.tryRetry() ? 1 : 0;
      pass(Duration.ofMillis(10));
    }

    assertThat(retries).isBetween(1800, 2020);
  }

  @Test
  void aLongPauseForgetsEverything() {
    call(1000);
    assertThat(retriesLeft()).isEqualTo(200);

    pass(Duration.ofDays(365));

    assertThat(retriesLeft()).isEqualTo(3);
  }

  @Test
  void manyThreadsTogetherGetNoMore() throws InterruptedException {
    call(500);
    var granted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    if (budget.tryRetry()) {
                      granted.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(granted).hasValue(100);
  }

  private void call(int times) {
    for (int i = 0; i < times; i++) {
      budget.countCall();
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private int retriesLeft() {
    int retries = 0;
    while (budget.tryRetry()) {
      retries++;
    }
    return retries;
  }
}
