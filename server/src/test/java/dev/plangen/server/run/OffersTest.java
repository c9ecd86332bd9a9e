package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.planning.Catalog;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import dev.plangen.server.verify.Verifiers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is offered is replaced while runs live. */
@Timeout(60)
class OffersTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Counts how often it is closed. */
  private static final class Connection implements AutoCloseable {
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private final Gate gate = new Gate();
  private final Connection removed = new Connection();
  private final Connection kept = new Connection();
  private final Connection added = new Connection();
  private final Offers offers =
      new Offers(
          offer(
              new ScriptedModel(
                  new KeyedScript().on("solution/1", held(gate, text("The old plan.")))),
              removed,
              kept));
  private final Runs runs = Trail.runs();

  private static Offer offer(ScriptedModel model, Connection... open) {
    return new Offer(
        new Catalog(model.served(), Verifiers.with(Map.of()), Profiles.NONE), Set.of(open));
  }

  private void replace() {
    offers.replace(
        offer(
            new ScriptedModel(new KeyedScript().on("solution/1", text("The new plan."))),
            kept,
            added));
  }

  private Trail start() {
    try (Offers.Hold offer = offers.hold()) {
      return Trail.follow(
          runs.start(
              Submission.of(Caller.ANONYMOUS, TestJobs.bestOf(1)),
              offer,
              Optional.empty(),
              new ReaderOptions(true, true)));
    }
  }

  private static String plan(Trail run) {
    return run.toEnd().solved().selection().candidate().text();
  }

  @Test
  void aRunEndsWithWhatItBeganWithAndTheNextBeginsWithWhatIsOfferedThen()
      throws InterruptedException {
    Trail old = start();
    gate.awaitReached(LIMIT);

    replace();

    assertThat(plan(start())).isEqualTo("The new plan.");
    gate.release();
    assertThat(plan(old)).isEqualTo("The old plan.");
  }

  @Test
  void whatIsOfferedNoMoreIsClosedOnceItsLastRunHasEnded() throws InterruptedException {
    Trail first = start();
    Trail second = start();
    gate.awaitReached(LIMIT);

    replace();

    assertThat(removed.closed).hasValue(0);
    gate.release();
    plan(first);
    plan(second);
    Conditions.await(() -> removed.closed.get() > 0);
    assertThat(removed.closed).hasValue(1);
    assertThat(kept.closed).hasValue(0);
    assertThat(added.closed).hasValue(0);
  }

  @Test
  void whatNobodyUsesIsClosedAtOnce() {
    replace();

    assertThat(removed.closed).hasValue(1);
    assertThat(kept.closed).hasValue(0);
  }

  @Test
  void aRequestThatIsBeingReadHoldsWhatItIsHeldAgainst() {
    Offers.Hold hold = offers.hold();
    replace();
    assertThat(removed.closed).hasValue(0);

    hold.close();
    hold.close();

    assertThat(removed.closed).hasValue(1);
  }

  @Test
  void closingClosesEverythingOnceWhateverRuns() throws InterruptedException {
    Trail old = start();
    gate.awaitReached(LIMIT);
    replace();

    offers.close();

    assertThat(removed.closed).hasValue(1);
    assertThat(kept.closed).hasValue(1);
    assertThat(added.closed).hasValue(1);
    gate.release();
    assertThat(plan(old)).isEqualTo("The old plan.");
  }
}
