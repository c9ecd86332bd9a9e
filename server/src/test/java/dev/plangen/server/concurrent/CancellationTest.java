package dev.plangen.server.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {

  private final Cancellation cancellation = Cancellation.create();
  private final List<String> ran = new ArrayList<>();

  @Test
  void actionsRunOnceWithTheNewestFirst() {
    register(cancellation, "thread");
    register(cancellation, "socket");

    cancellation.cancel();
    cancellation.cancel();

    assertThat(ran).containsExactly("socket", "thread");
  }

  @Test
  void anActionThatComesLateRunsAtOnce() {
    cancellation.cancel();
    register(cancellation, "late");

    assertThat(ran).containsExactly("late");
  }

  @Test
  void aClosedRegistrationIsNotRun() {
    register(cancellation, "kept");
    register(cancellation, "closed").close();

    cancellation.cancel();

    assertThat(ran).containsExactly("kept");
  }

  @Test
  void closingAfterTheCancelIsHarmless() {
    Cancellation.Registration registration = register(cancellation, "once");
    cancellation.cancel();
    registration.close();

    assertThat(ran).containsExactly("once");
  }

  @Test
  void aChildIsCancelledWithItsParent() {
    Cancellation.Child child = cancellation.child();
    register(child.cancellation(), "child");

    cancellation.cancel();

    assertThat(child.cancellation().isCancelled()).isTrue();
    assertThat(ran).containsExactly("child");
  }

  @Test
  void aParentOutlivesItsChild() {
    cancellation.child().cancellation().cancel();

    assertThat(cancellation.isCancelled()).isFalse();
  }

  @Test
  void aChildOfACancelledParentIsBornCancelled() {
    cancellation.cancel();

    assertThat(cancellation.child().cancellation().isCancelled()).isTrue();
  }

  @Test
  void aChildThatIsUntiedIsLeftAlone() {
    Cancellation.Child child = cancellation.child();
    child.tie().close();
    cancellation.cancel();

    assertThat(child.cancellation().isCancelled()).isFalse();
  }

  @Test
  void throwsOnlyOnceCancelled() {
    cancellation.throwIfCancelled();
    cancellation.cancel();

    assertThatThrownBy(cancellation::throwIfCancelled).isInstanceOf(CancellationException.class);
  }

  @Test
  void aChildKnowsTheDeadlineOfItsParent() {
    var soon = Cancellation.create(() -> Optional.of(Instant.now().plusSeconds(60)));

    for (Cancellation each : List.of(soon, soon.child().cancellation())) {
      assertThat(each.leavesTimeFor(Duration.ofSeconds(1))).isTrue();
      assertThat(each.leavesTimeFor(Duration.ofMinutes(2))).isFalse();
    }
    assertThat(cancellation.leavesTimeFor(Duration.ofDays(1))).isTrue();
  }

  @Test
  void aDeadlineThatMovesIsToldAsItStands() {
    Iterator<Instant> ends = List.of(Instant.EPOCH, Instant.MAX).iterator();
    var work = Cancellation.create(() -> Optional.of(ends.next()));

    assertThat(work.deadline()).contains(Instant.EPOCH);
    assertThat(work.child().cancellation().deadline()).contains(Instant.MAX);
    assertThat(cancellation.deadline()).isEmpty();
  }

  @Test
  void aPauseComesToItsEnd() {
    long begun = System.nanoTime();

    assertThat(cancellation.pause(Duration.ofMillis(5))).isTrue();

    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(5_000_000);
  }

  @Test
  void anInterruptEndsAPauseAndStaysSet() {
    Thread.currentThread().interrupt();

    assertThat(cancellation.pause(Duration.ofHours(1))).isFalse();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anActionRunsExactlyOnceHoweverRegistrationAndCancelMeet() throws InterruptedException {
    for (int round = 0; round < 500; round++) {
      var contested = Cancellation.create();
      var runs = new AtomicInteger();
      Thread canceller = Thread.ofVirtual().start(contested::cancel);
      contested.onCancel(runs::incrementAndGet);
      canceller.join();

      assertThat(runs).hasValue(1);
    }
  }

  private Cancellation.Registration register(Cancellation where, String name) {
    return where.onCancel(() -> ran.add(name));
  }
}
