package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.QuotaExceeded;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.RequestId;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.testing.AtOnce;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.ScriptedReply;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What quotas do to runs. */
@Timeout(60)
class QuotaRunsTest {

  private static final Caller ACME = new Caller("acme");
  private static final Caller OTHER = new Caller("other");

  private final Gate gate = new Gate();
  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);
  private final Offers offers = Trail.offers(model);
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aTenantAtItsLimitIsRefusedAndOthersAreNot() {
    hold();
    Runs runs = runs(live(1));
    var _ = runs.submit(of(ACME), offers.hold());

    assertThat(refusal(runs, of(ACME)).tenant()).isEqualTo("acme");
    var _ = runs.submit(of(OTHER), offers.hold());
    gate.release();
    awaitEnds(runs);
    ended(runs, of(ACME));
  }

  @Test
  void joiningAndWatchingAreFree() {
    hold();
    Runs runs = runs(new Quota(OptionalInt.of(1), OptionalInt.of(1), OptionalLong.empty()));
    Submission named = named(ACME);
    String id = runs.submit(named, offers.hold()).info().id();

    assertThat(runs.submit(named, offers.hold()).info().id()).isEqualTo(id);
    RunReader joined = runs.start(named, offers.hold(), Optional.empty(), ReaderOptions.STAGES);
    RunReader watched =
        runs.watch(ACME, new RunName.Id(id), 0, Optional.empty(), ReaderOptions.STAGES);
    gate.release();
    assertThat(Trail.follow(joined).toEnd().solved())
        .isEqualTo(Trail.follow(watched).toEnd().solved());
    // Of one that is complete too.
    assertThat(runs.submit(named, offers.hold()).info().id()).isEqualTo(id);
  }

  @Test
  void aRunGivesItsPlaceBackHoweverItEnds() throws Exception {
    Runs runs = runs(live(1));
    ended(runs, of(ACME));
    script.on("constraints", failing(new Failure.OutputUnusable("no")));
    ended(runs, of(ACME));
    hold();
    String cancelled = runs.submit(of(ACME), offers.hold()).info().id();
    runs.cancel(ACME, new RunName.Id(cancelled));
    awaitEnds(runs);
    String deleted = runs.submit(of(ACME), offers.hold()).info().id();
    runs.delete(ACME, deleted);
    awaitEnds(runs);
    Trail left =
        Trail.follow(
            runs.start(
                Submission.of(ACME, TestJobs.bestOf(1)),
                offers.hold(),
                Optional.empty(),
                ReaderOptions.STAGES));
    left.leave();
    awaitEnds(runs);
    var _ = runs.submit(of(ACME), offers.hold());
    runs.drain(Duration.ofMillis(10));
    awaitEnds(runs);

    assertThat(runs.quotas().others().liveRuns()).isZero();
    assertThat(runs.quotas().others().runsInMinute()).isEqualTo(6);
  }

  @Test
  void whatIsRefusedForAnotherReasonUsesNothing() {
    Runs runs = runs(new Quota(OptionalInt.of(1), OptionalInt.of(1), OptionalLong.empty()));
    Submission plain = of(ACME);
    var baseless =
        new Submission(
            ACME,
            plain.job(),
            plain.budget(),
            plain.patience(),
            Optional.empty(),
            Optional.of("none"),
            Map.of());

    assertThat(
            catchThrowableOfType(FailureException.class, () -> runs.submit(baseless, offers.hold()))
                .failure())
        .isInstanceOf(Failure.UnknownRun.class);
    ended(runs, plain);
  }

  @RepeatedTest(20)
  void ofRunsThatRaceAsManyBeginAsThereAreAllowed() throws Exception {
    hold();
    Runs runs = runs(live(3));

    List<Boolean> begun =
        AtOnce.all(
            Collections.nCopies(
                16,
                () -> {
                  try {
                    var _ = runs.submit(of(ACME), offers.hold());
                    return true;
                  } catch (FailureException e) {
                    return false;
                  }
                }));

    assertThat(begun).filteredOn(is -> is).hasSize(3);
    gate.release();
    awaitEnds(runs);
  }

  @Test
  void tokensAreCountedAsReportedAndARunThatWasAdmittedComesToItsEnd() {
    script.on("constraints", ScriptedReply.ended(FinishCause.STOP, "- It is short."));
    script.on("solution/1", ScriptedReply.ended(FinishCause.STOP, "The ", "plan."));
    script.on("verify/1", ScriptedReply.ended(FinishCause.STOP, "Score: ", "9", "7"));
    Runs runs = runs(tokens(2));

    ended(runs, of(ACME));

    // One input token each, and as many output tokens as there are pieces.
    assertThat(runs.quotas().others().tokensToday()).isEqualTo(3 + 1 + 2 + 3);
    assertThat(refusal(runs, of(ACME)).retryDelay()).isEqualTo(Duration.ofHours(12));
    now = now.plus(Duration.ofHours(12));
    ended(runs, of(ACME));
  }

  @Test
  void aCallThatBreaksOffCountsAsAllThatItWasAllowedToWrite() {
    script.on(
        "constraints",
        failing(
            new Failure.ModelFailed(Failure.ModelFailed.Kind.MISCONFIGURED, "broke off"), "- It"));
    Runs runs = runs(tokens(1_000_000));

    ended(runs, of(ACME));

    int allowed = model.asked().getFirst().options().maxOutputTokens().orElseThrow();
    int prompt = model.asked().getFirst().prompt().bytes();
    assertThat(runs.quotas().others().tokensToday())
        .isEqualTo(allowed + (long) Math.ceil(prompt / 3.0));
  }

  @Test
  void callsThatAreTakenOverCostNothing() {
    Runs runs = runs(tokens(1_000_000));
    Submission first = of(ACME);
    String base = ended(runs, first);
    long before = runs.quotas().others().tokensToday();

    ended(
        runs,
        new Submission(
            ACME,
            first.job(),
            first.budget(),
            first.patience(),
            Optional.empty(),
            Optional.of(base),
            Map.of()));

    assertThat(runs.quotas().others().tokensToday()).isEqualTo(before);
  }

  private void hold() {
    script.on("constraints", held(gate, text("- It is short.")));
  }

  private Runs runs(Quota quota) {
    return new Runs(
        Trail.NOBODY,
        ServerSettings.DEFAULT.limits(),
        ServerSettings.DEFAULT.retention(),
        new TenantLedger(new Quotas(Map.of(), quota), () -> now));
  }

  private String ended(Runs runs, Submission submission) {
    RunReader reader =
        runs.start(submission, offers.hold(), Optional.empty(), ReaderOptions.STAGES);
    Trail.follow(reader).toEnd();
    return reader.runId();
  }

  private static void awaitEnds(Runs runs) {
    Conditions.await(() -> runs.census().live() == 0);
  }

  private QuotaExceeded refusal(Runs runs, Submission submission) {
    return (QuotaExceeded)
        catchThrowableOfType(FailureException.class, () -> runs.submit(submission, offers.hold()))
            .failure();
  }

  private static Submission of(Caller caller) {
    return submission(caller, Optional.empty());
  }

  private static Submission named(Caller caller) {
    return submission(caller, Optional.of(new RequestId("r", "payload")));
  }

  private static Submission submission(Caller caller, Optional<RequestId> name) {
    return new Submission(
        caller,
        TestJobs.bestOf(1),
        Budget.UNLIMITED,
        new Patience.Unlimited(),
        name,
        Optional.empty(),
        Map.of());
  }

  private static Quota live(int most) {
    return new Quota(OptionalInt.of(most), OptionalInt.empty(), OptionalLong.empty());
  }

  private static Quota tokens(long most) {
    return new Quota(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.of(most));
  }
}
