package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Gate gate = new Gate();
  private final KeyedScript script =
      new KeyedScript().on("solution/1", held(gate, text("The plan.")));
  private final Runs runs = Trail.runs(new ScriptedModel(script));

  @Test
  void leavingEndsTheRunAndItsCalls() throws InterruptedException {
    Trail trail = start();
    gate.awaitReached(LIMIT);
    trail.leave();
    // Who has left is not woken any more: wait for the run instead.
    runs.drain(LIMIT);

    assertThat(trail.toEnd().failed())
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.Cancelled()));
  }

  @Test
  void drainRefusesNewRuns() throws InterruptedException {
    runs.drain(LIMIT);

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> assertThat(refused.failure()).isEqualTo(new Failure.ServerDraining()));
  }

  @Test
  void drainReturnsAsSoonAsTheLiveRunsHaveEnded() throws InterruptedException {
    Trail trail = start();
    gate.awaitReached(LIMIT);
    Thread.ofVirtual().start(gate::release);
    long begun = System.nanoTime();
    runs.drain(Duration.ofMinutes(5));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
    assertThat(trail.toEnd().solved().selection().candidate().text()).isEqualTo("The plan.");
  }

  @Test
  void drainEndsRunsThatOutliveTheirGrace() throws InterruptedException {
    Trail trail = start();
    gate.awaitReached(LIMIT);
    runs.drain(Duration.ofMillis(10));

    assertThat(trail.toEnd().failed())
        .isEqualTo(new RunEvent.Failed(Stage.WORKFLOW, new Failure.ServerDraining()));
  }

  private Trail start() {
    return Trail.follow(
        runs.start(
            Submission.of(Caller.ANONYMOUS, TestJobs.bestOf(1)),
            Optional.empty(),
            new ReaderOptions(true, true)));
  }
}
