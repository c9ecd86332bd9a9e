package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that repeats a failed one, which may not have come to its end. */
@Timeout(60)
class HeritageTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);

  @Test
  void aRunThatWaitsForAnotherOnesEndCanBeCancelled() throws Exception {
    Run first = run(Budget.UNLIMITED, Heritage.NONE);
    Run second = run(Budget.UNLIMITED, Heritage.ofFailed(first));
    Thread waiting = Thread.startVirtualThread(() -> perform(second));
    Conditions.await(() -> waiting.getState() == Thread.State.WAITING);

    second.endEarly(new Failure.Cancelled());

    assertThat(waiting.join(LIMIT)).isTrue();
    assertThat(TestRuns.end(second))
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.Cancelled()));
  }

  @Test
  void aRunThatWaitsForAnotherOnesEndWaitsNoLongerThanItsTime() throws Exception {
    Run first = run(Budget.UNLIMITED, Heritage.NONE);
    var soon =
        new Budget(
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(Duration.ofMillis(50)));
    Run second = run(soon, Heritage.ofFailed(first));
    Thread waiting = Thread.startVirtualThread(() -> perform(second));

    assertThat(waiting.join(LIMIT)).isTrue();
    assertThat(TestRuns.end(second))
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.SoftDeadlineExceeded()));
  }

  @Test
  void aRunThatWasCancelledWhileItWaitedHandsOnWhatItWouldHaveInherited() throws Exception {
    script.on("verify/1", text("Score: 60"));
    Run first = run(Budget.UNLIMITED, Heritage.NONE);
    Run second = run(Budget.UNLIMITED, Heritage.ofFailed(first));
    // The first has not ended yet when the caller of the second leaves.
    second.endEarly(new Failure.Cancelled());
    Thread waiting = Thread.startVirtualThread(() -> perform(second));
    perform(first);
    waiting.join();

    Run third = run(Budget.UNLIMITED, Heritage.ofFailed(second));
    int asked = model.asked().size();
    perform(third);
    assertThat(model.asked()).hasSize(asked);
  }

  @Test
  void whoRepeatsARunThatDidNotWaitLongEnoughWaitsForBoth() throws Exception {
    Run first = run(Budget.UNLIMITED, Heritage.NONE);
    Run second = run(Budget.UNLIMITED, Heritage.ofFailed(first));
    second.endEarly(new Failure.Cancelled());
    assertThat(Thread.startVirtualThread(() -> perform(second)).join(LIMIT)).isTrue();
    Run third = run(Budget.UNLIMITED, Heritage.ofFailed(second));
    Thread waiting = Thread.startVirtualThread(() -> perform(third));
    Conditions.await(() -> waiting.getState() == Thread.State.WAITING);

    perform(first);

    assertThat(waiting.join(LIMIT)).isTrue();
    assertThat(TestRuns.end(third)).isInstanceOf(RunEvent.Finished.class);
    assertThat(model.asked()).hasSize(3);
  }

  private Run run(Budget budget, Heritage heritage) {
    return TestRuns.of(TestJobs.bestOf(1), budget, model, heritage);
  }

  private static void perform(Run run) {
    run.perform();
  }
}
