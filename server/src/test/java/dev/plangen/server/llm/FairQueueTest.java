package dev.plangen.server.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.HeldCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairQueueTest {

  private final HeldCalls calls = new HeldCalls();
  private final Cancellation cancellation = Cancellation.create();

  @Test
  void aSmallRunBehindALargeOneBeginsWithinOneCallLengthAndIsDoneAfterThree() throws Exception {
    var queue = new FairQueue(8);
    FairQueue.Lane large = queue.lane("tenant");
    start(queue, large, "large", 64);
    List<HeldCalls.Call> round = calls.next(8);
    start(queue, queue.lane("tenant"), "small", 5);

    List<Long> smallOnesByRound = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      round = calls.nextRound(round);
      smallOnesByRound.add(round.stream().filter(call -> call.name().equals("small")).count());
    }

    assertThat(smallOnesByRound).containsExactly(4L, 1L, 0L);
  }

  @Test
  void lanesTakeTurnsAndWithinALaneWhoCameFirstIsFirst() throws Exception {
    var queue = new FairQueue(1);
    FairQueue.Lane a = queue.lane("tenant");
    FairQueue.Lane b = queue.lane("tenant");
    FairQueue.Lane c = queue.lane("tenant");
    start(queue, a, "a1", 1);
    HeldCalls.Call current = calls.next(1).getFirst();
    start(queue, a, "a2", 1);
    start(queue, a, "a3", 1);
    start(queue, b, "b1", 1);
    start(queue, c, "c1", 1);
    start(queue, c, "c2", 1);

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      current = calls.nextRound(List.of(current)).getFirst();
      order.add(current.name());
    }

    assertThat(order).containsExactly("a2", "b1", "c1", "a3", "c2");
  }

  @Test
  void tenantsTakeTurnsWhateverTheNumberOfTheirRuns() throws Exception {
    var queue = new FairQueue(1);
    start(queue, queue.lane("many"), "running", 1);
    HeldCalls.Call current = calls.next(1).getFirst();
    for (int run = 0; run < 500; run++) {
      start(queue, queue.lane("many"), "many", 1);
    }
    start(queue, queue.lane("one"), "one", 3);
    start(queue, queue.lane("two"), "two", 1);

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      current = calls.nextRound(List.of(current)).getFirst();
      order.add(current.name());
    }

    assertThat(order).containsExactly("many", "one", "two", "many", "one", "many", "one", "many");
  }

  /** By turns alone, long calls would come to hold nearly all slots. */
  @Test
  void aFreeSlotGoesToTheTenantThatHoldsFewest() throws Exception {
    var queue = new FairQueue(4);
    start(queue, queue.lane("long"), "long", 14);
    List<HeldCalls.Call> held = new ArrayList<>(calls.next(4));
    start(queue, queue.lane("short"), "short", 10);

    HeldCalls.Call current = held.removeFirst();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      current = calls.nextRound(List.of(current)).getFirst();
      order.add(current.name());
    }
    HeldCalls.Call second = calls.nextRound(List.of(held.removeFirst())).getFirst();
    // Two each now; whoever ends a call is next.
    HeldCalls.Call third = calls.nextRound(List.of(current)).getFirst();

    assertThat(order).containsExactly("short", "short", "short", "short");
    assertThat(second.name()).isEqualTo("short");
    assertThat(third.name()).isEqualTo("short");
    assertThat(calls.nextRound(List.of(held.removeFirst())).getFirst().name()).isEqualTo("long");
  }

  @Test
  void withinATenantItsRunsTakeTurns() throws Exception {
    var queue = new FairQueue(1);
    FairQueue.Lane a1 = queue.lane("a");
    start(queue, a1, "running", 1);
    HeldCalls.Call current = calls.next(1).getFirst();
    start(queue, a1, "a1", 3);
    start(queue, queue.lane("a"), "a2", 2);
    start(queue, queue.lane("b"), "b1", 3);

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      current = calls.nextRound(List.of(current)).getFirst();
      order.add(current.name());
    }

    assertThat(order).containsExactly("a1", "b1", "a2", "b1", "a1", "b1", "a2", "a1");
  }

  /** One whose only waiter leaves has no turn, and comes last when it is back. */
  @Test
  void aTenantThatStopsWaitingLosesItsTurn() throws Exception {
    var queue = new FairQueue(1);
    start(queue, queue.lane("a"), "running", 1);
    HeldCalls.Call current = calls.next(1).getFirst();
    FairQueue.Lane lane = queue.lane("b");
    var own = Cancellation.create();
    CompletableFuture<Void> gone = start(lane, own, () -> calls.hold("gone")).result();
    Conditions.await(() -> queue.waiting() == 1);
    start(queue, queue.lane("c"), "c", 1);
    own.cancel();
    assertCancelled(gone);
    start(queue, lane, "b", 1);

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      current = calls.nextRound(List.of(current)).getFirst();
      order.add(current.name());
    }

    assertThat(order).containsExactly("c", "b");
  }

  /** What nobody waits for costs a count: no entry is made for the tenant. */
  @Test
  void withoutContentionNothingIsKeptOfATenant() {
    var queue = new FairQueue(2);
    FairQueue.Lane lane = queue.lane("tenant");

    String seen = lane.call(cancellation, () -> queue.inFlight() + " " + queue.tenantsWaiting());

    assertThat(seen).isEqualTo("1 0");
    assertThat(queue.inFlight()).isZero();
  }

  @Test
  void noMoreCallsAreInFlightThanThereAreSlots() throws Exception {
    var queue = new FairQueue(3);
    start(queue, queue.lane("tenant"), "call", 10);
    List<HeldCalls.Call> round = calls.next(3);
    Conditions.await(() -> queue.waiting() == 7);

    assertThat(queue.inFlight()).isEqualTo(3);
    assertThat(calls.noneBegun()).isTrue();
    round.forEach(HeldCalls.Call::end);
    calls.next(3).forEach(HeldCalls.Call::end);
    calls.next(3).forEach(HeldCalls.Call::end);
    calls.next(1).forEach(HeldCalls.Call::end);
    awaitEmpty(queue);
  }

  @Test
  void anUnlimitedQueueOnlyCounts() throws Exception {
    var queue = FairQueue.unlimited();
    start(queue, queue.lane("tenant"), "call", 1000);
    List<HeldCalls.Call> all = calls.next(1000);

    assertThat(queue.inFlight()).isEqualTo(1000);
    assertThat(queue.waiting()).isZero();
    all.forEach(HeldCalls.Call::end);
    awaitEmpty(queue);
  }

  @Test
  void whoeverIsCancelledWhileWaitingLeavesAtOnceAndIsNeverGivenASlot() throws Exception {
    var queue = new FairQueue(1);
    FairQueue.Lane lane = queue.lane("tenant");
    start(queue, lane, "first", 1);
    HeldCalls.Call first = calls.next(1).getFirst();
    var own = Cancellation.create();
    CompletableFuture<Void> cancelled = start(lane, own, () -> calls.hold("cancelled")).result();
    Conditions.await(() -> queue.waiting() == 1);
    start(queue, queue.lane("tenant"), "next", 1);

    own.cancel();

    assertCancelled(cancelled);
    assertThat(queue.waiting()).isEqualTo(1);
    assertThat(calls.nextRound(List.of(first)).getFirst().name()).isEqualTo("next");
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void whoeverIsCancelledAlreadyMakesNoCall() {
    var queue = new FairQueue(1);
    cancellation.cancel();

    assertThatThrownBy(() -> queue.lane("tenant").call(cancellation, FairQueueTest::mustNotBegin))
        .isInstanceOf(CancellationException.class);
    assertThat(queue.inFlight()).isZero();
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() throws Exception {
    var queue = new FairQueue(1);
    FairQueue.Lane lane = queue.lane("tenant");
    start(queue, lane, "first", 1);
    HeldCalls.Call first = calls.next(1).getFirst();
    var stillSet = new CompletableFuture<Boolean>();
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    lane.call(cancellation, FairQueueTest::mustNotBegin);
                  } catch (CancellationException e) {
                    stillSet.complete(Thread.currentThread().isInterrupted());
                  }
                });
    Conditions.await(() -> queue.waiting() == 1);

    waiter.interrupt();

    assertThat(stillSet.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(queue.waiting()).isZero();
    first.end();
    awaitEmpty(queue);
  }

  @Test
  void aCallThatFailsGivesItsSlotBack() {
    var queue = new FairQueue(1);
    FairQueue.Lane lane = queue.lane("tenant");

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  lane.call(
                      cancellation,
                      () -> {
                        throw new IllegalStateException("failed");
                      }))
          .hasMessage("failed");
    }

    assertThat(queue.inFlight()).isZero();
    assertThat(lane.<String>call(cancellation, () -> "done")).isEqualTo("done");
  }

  /** The slot goes either to who is cancelled, who passes it on, or past them. */
  @Test
  void noSlotIsLostWhenACancelMeetsTheHandOver() throws Exception {
    for (int i = 0; i < 3000; i++) {
      var queue = new FairQueue(1);
      FairQueue.Lane lane = queue.lane("tenant");
      var mayEnd = new CountDownLatch(1);
      Running holder = start(lane, cancellation, () -> await(mayEnd));
      Conditions.await(() -> queue.inFlight() == 1);
      var own = Cancellation.create();
      Running contested = start(lane, own, () -> {});
      Conditions.await(() -> queue.waiting() == 1);
      Running behind = start(i % 2 == 0 ? lane : queue.lane("tenant"), cancellation, () -> {});
      Conditions.await(() -> queue.waiting() == 2);

      Thread canceller = Thread.ofVirtual().start(own::cancel);
      mayEnd.countDown();
      canceller.join();

      holder.result().get(5, TimeUnit.SECONDS);
      behind.result().get(5, TimeUnit.SECONDS);
      contested.thread().join();
      assertThat(queue.inFlight()).isZero();
      assertThat(queue.waiting()).isZero();
    }
  }

  @Test
  void noSlotIsLostWhenAnInterruptMeetsTheHandOver() throws Exception {
    for (int i = 0; i < 3000; i++) {
      var queue = new FairQueue(1);
      FairQueue.Lane lane = queue.lane("tenant");
      var mayEnd = new CountDownLatch(1);
      start(lane, cancellation, () -> await(mayEnd));
      Conditions.await(() -> queue.inFlight() == 1);
      Running contested = start(lane, cancellation, () -> {});
      Running behind = start(lane, cancellation, () -> {});
      Conditions.await(() -> queue.waiting() == 2);

      Thread interrupter = Thread.ofVirtual().start(contested.thread()::interrupt);
      mayEnd.countDown();
      interrupter.join();

      behind.result().get(5, TimeUnit.SECONDS);
      contested.thread().join();
      assertThat(queue.inFlight()).isZero();
      assertThat(queue.waiting()).isZero();
    }
  }

  @Test
  void tenThousandWaitersAreAllServed() throws Exception {
    var queue = new FairQueue(8);
    var inFlight = new AtomicInteger();
    var most = new AtomicInteger();
    var mayEnd = new CountDownLatch(1);
    List<CompletableFuture<Void>> results = new ArrayList<>();
    for (int run = 0; run < 100; run++) {
      FairQueue.Lane lane = queue.lane("tenant");
      for (int call = 0; call < 100; call++) {
        results.add(
            start(
                    lane,
                    cancellation,
                    () -> {
                      most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                      await(mayEnd);
                      inFlight.decrementAndGet();
                    })
                .result());
      }
    }

    Conditions.await(() -> queue.waiting() == 10_000 - 8);

    mayEnd.countDown();
    CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

    assertThat(most).hasValue(8);
    awaitEmpty(queue);
  }

  @Test
  void tenThousandWaitersLeaveAtOnceWhenTheirRunIsCancelled() throws Exception {
    var queue = new FairQueue(1);
    start(queue, queue.lane("tenant"), "first", 1);
    HeldCalls.Call first = calls.next(1).getFirst();
    FairQueue.Lane lane = queue.lane("tenant");
    var own = Cancellation.create();
    List<CompletableFuture<Void>> results = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      results.add(start(lane, own, () -> calls.hold("cancelled")).result());
    }
    Conditions.await(() -> queue.waiting() == 10_000);

    own.cancel();

    for (CompletableFuture<Void> result : results) {
      assertCancelled(result);
    }
    assertThat(queue.waiting()).isZero();
    assertThat(queue.inFlight()).isEqualTo(1);
    first.end();
    awaitEmpty(queue);
    assertThat(calls.noneBegun()).isTrue();
  }

  @Test
  void aQueueWithoutSlotsIsRefused() {
    assertThatThrownBy(() -> new FairQueue(0)).hasMessageContaining("slots are 0");
  }

  private static Boolean mustNotBegin() {
    throw new AssertionError("the call began");
  }

  private record Running(Thread thread, CompletableFuture<Void> result) {}

  private static Running start(FairQueue.Lane lane, Cancellation limit, Runnable call) {
    var result = new CompletableFuture<Void>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    lane.<Boolean>call(
                        limit,
                        () -> {
                          call.run();
                          return true;
                        });
                    result.complete(null);
                  } catch (Throwable thrown) {
                    result.completeExceptionally(thrown);
                  }
                });
    return new Running(thread, result);
  }

  /** Calls that are held, each known to the queue before the next comes. */
  private void start(FairQueue queue, FairQueue.Lane lane, String name, int count) {
    for (int i = 0; i < count; i++) {
      int known = queue.inFlight() + queue.waiting();
      start(lane, cancellation, () -> calls.hold(name));
      Conditions.await(() -> queue.inFlight() + queue.waiting() == known + 1);
    }
  }

  private static void awaitEmpty(FairQueue queue) {
    Conditions.await(() -> queue.inFlight() == 0 && queue.waiting() == 0);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertCancelled(CompletableFuture<Void> result) {
    assertThatThrownBy(() -> result.get(5, TimeUnit.SECONDS))
        .isInstanceOfAny(CancellationException.class, ExecutionException.class)
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isInstanceOf(CancellationException.class),
            thrown -> assertThat(thrown).hasCauseInstanceOf(CancellationException.class));
  }
}
