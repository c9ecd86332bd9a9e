package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Cancellation.Registration;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every order in which joining, leaving, the end of a grace and the end of the run can come. */
class AudienceTest {

  private static final Patience GRACE = new Patience.Grace(Duration.ofMinutes(1));
  private static final Failure GONE = new Failure.Cancelled();
  private static final Failure TOO_LATE = new Failure.DeadlineExceeded();

  private final Cancellation run = Cancellation.create();
  private final Run any =
      TestRuns.of(TestJobs.bestOf(1), new ScriptedModel(new KeyedScript()), List.of());
  private final RunReader first = reader();
  private final RunReader second = reader();

  /** What was to be done later, whether it has been called off or not. */
  private final List<Runnable> alarms = new ArrayList<>();

  private RunReader reader() {
    return new RunReader(any, any.log(), RunWatch.NONE, 0, Optional.empty(), ReaderOptions.STAGES);
  }

  private Audience audience(Patience patience) {
    return new Audience(patience, run, (_, action) -> later(action));
  }

  /** As when the alarm's thread is on its way already: calling it off comes too late. */
  private Registration later(Runnable action) {
    alarms.add(action);
    return () -> {};
  }

  @Test
  void whoeverComesAfterTheLastHasLeftIsTurnedAway() {
    Audience audience = audience(Patience.Grace.NONE);
    audience.watch(first);
    audience.left(first, GONE);

    assertThat(run.isCancelled()).isTrue();
    assertThat(audience.join(second, GRACE)).isFalse();
    assertThat(audience.join(GRACE)).isFalse();
    assertThat(audience.dismissal()).contains(GONE);
  }

  @Test
  void whoeverJoinsBeforeTheLastLeavesKeepsTheRun() {
    Audience audience = audience(Patience.Grace.NONE);
    audience.watch(first);
    assertThat(audience.join(second, Patience.Grace.NONE)).isTrue();

    audience.left(first, GONE);
    assertThat(run.isCancelled()).isFalse();

    audience.left(second, TOO_LATE);
    assertThat(run.isCancelled()).isTrue();
    assertThat(audience.dismissal()).contains(TOO_LATE);
  }

  @Test
  void aRunThatWasDismissedByNameCantBeJoinedThoughItIsStillRead() {
    Audience audience = audience(Patience.Grace.NONE);
    audience.watch(first);
    audience.dismiss(GONE);

    assertThat(audience.join(second, GRACE)).isFalse();
    audience.left(first, TOO_LATE);
    assertThat(audience.dismissal()).contains(GONE);
  }

  @Test
  void aRunThatEndsBetweenAJoinAndALeavingIsNotDismissed() {
    Audience audience = audience(Patience.Grace.NONE);
    audience.watch(first);
    assertThat(audience.join(second, Patience.Grace.NONE)).isTrue();
    audience.dissolve();

    audience.left(second, GONE);
    audience.left(first, GONE);
    audience.dismiss(GONE);

    assertThat(run.isCancelled()).isFalse();
    assertThat(audience.dismissal()).isEmpty();
  }

  @Test
  void aReaderThatLeavesBetweenItsJoiningAndTheNextIsNoReason() {
    Audience audience = audience(GRACE);
    assertThat(audience.join(first, GRACE)).isTrue();
    audience.left(first, GONE);
    assertThat(audience.join(second, GRACE)).isTrue();

    alarms.getFirst().run();

    assertThat(run.isCancelled()).isFalse();
    audience.left(second, TOO_LATE);
    alarms.getLast().run();
    assertThat(audience.dismissal()).contains(TOO_LATE);
  }

  /** The alarm of an earlier leaving rings while a later one's grace is running. */
  @Test
  void theGraceOfALaterLeavingIsNotCutShortByAnEarlierOne() {
    Audience audience = audience(GRACE);
    audience.watch(first);
    audience.left(first, GONE);
    audience.watch(first);
    audience.left(first, TOO_LATE);

    alarms.getFirst().run();
    assertThat(run.isCancelled()).isFalse();

    alarms.getLast().run();
    assertThat(run.isCancelled()).isTrue();
    assertThat(audience.dismissal()).contains(TOO_LATE);
  }

  @Test
  void aJoinWithoutAReaderEndsTheGraceToo() {
    Audience audience = audience(GRACE);
    audience.watch(first);
    audience.left(first, GONE);
    assertThat(audience.join(new Patience.Unlimited())).isTrue();

    alarms.getFirst().run();

    assertThat(run.isCancelled()).isFalse();
  }

  @Test
  void aRunThatEndsWithinItsGraceIsNotDismissedAfterwards() {
    Audience audience = audience(GRACE);
    audience.watch(first);
    audience.left(first, GONE);
    audience.dissolve();

    alarms.getFirst().run();

    assertThat(run.isCancelled()).isFalse();
    assertThat(audience.dismissal()).isEmpty();
  }

  @Test
  void leavingTwiceIsLeavingOnce() {
    Audience audience = audience(GRACE);
    audience.watch(first);

    audience.left(first, GONE);
    audience.left(first, TOO_LATE);
    alarms.getFirst().run();

    assertThat(alarms).hasSize(1);
    assertThat(audience.dismissal()).contains(GONE);
  }
}
