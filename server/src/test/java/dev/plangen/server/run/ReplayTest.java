package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.ended;
import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run can start from any part of its log, and calls the model only for what is missing. */
@Timeout(60)
class ReplayTest {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  /** A job and how its model answers, with all that may happen to a run. */
  record Scenario(String name, Job job, UnaryOperator<KeyedScript> told) {
    KeyedScript script() {
      return told.apply(new KeyedScript());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Scenario("plain", TestJobs.bestOf(3), script -> script.scores(1, 99, 3)),
        new Scenario("given constraints", TestJobs.withConstraints(2, "Short."), script -> script),
        new Scenario(
            "a repaired verdict",
            TestJobs.bestOf(3),
            script ->
                script.on("verify/2", text("Good.")).on("verify/2/repair", text("Score: 80"))),
        new Scenario(
            "an unscored candidate",
            TestJobs.bestOf(2),
            script -> script.on("verify/1", text("Good.")).on("verify/1/repair", text("Good!"))),
        new Scenario(
            "a candidate lost in writing",
            TestJobs.bestOf(3),
            script -> script.on("solution/2", failing(DOWN, "half"))),
        new Scenario(
            "a candidate lost in verifying",
            TestJobs.bestOf(3),
            script -> script.on("verify/2", failing(DOWN, "half"))),
        new Scenario(
            "a candidate lost in repairing",
            TestJobs.bestOf(2),
            script -> script.on("verify/2", text("Good.")).on("verify/2/repair", failing(DOWN))),
        new Scenario(
            "a cut off candidate",
            TestJobs.bestOf(3),
            script -> script.on("solution/1", ended(FinishCause.LENGTH, "half"))),
        new Scenario(
            "only cut off candidates",
            TestJobs.bestOf(2),
            script ->
                script
                    .on("solution/1", ended(FinishCause.LENGTH, "half"))
                    .on("solution/2", ended(FinishCause.LENGTH, "half"))),
        new Scenario(
            "a filtered and an empty candidate",
            TestJobs.bestOf(3),
            script ->
                script
                    .on("solution/1", ended(FinishCause.CONTENT_FILTER, "half"))
                    .on("solution/3", text("\n"))),
        new Scenario(
            "no candidate left",
            TestJobs.bestOf(2),
            script -> script.on("solution/1", failing(DOWN)).on("solution/2", text(" "))),
        new Scenario(
            "no verdict left",
            TestJobs.bestOf(2),
            script -> script.on("verify/1", failing(DOWN)).on("verify/2", failing(DOWN))),
        new Scenario(
            "extraction failed",
            TestJobs.bestOf(2),
            script -> script.on("constraints", failing(DOWN))),
        new Scenario(
            "no constraint named",
            TestJobs.bestOf(2),
            script -> script.on("constraints", text(" "))),
        new Scenario(
            "a check with a repair",
            new Job.Check(
                TestJobs.PROBLEM,
                List.of("Short."),
                "The plan.",
                List.of("llm"),
                ScriptedModel.ID,
                ""),
            script -> script.on("verify/plan", text("Good."))),
        new Scenario(
            "a bare generation",
            new Job.Generate("", "Hi", ScriptedModel.ID, SamplingWish.NONE),
            script -> script));
  }

  /** A run that has been performed, and what it asked its model. */
  private record Performed(List<LogEntry> log, Set<CallKey> asked) {
    RunEvent end() {
      return log.getLast().event();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aRunCutAfterAnyEntryCallsOnlyForWhatIsMissingAndEndsTheSame(Scenario scenario) {
    Performed whole = perform(scenario, List.of());

    for (int cut = 0; cut <= whole.log().size(); cut++) {
      List<LogEntry> earlier = whole.log().subList(0, cut);
      Performed resumed = perform(scenario, earlier);

      assertThat(resumed.asked()).as("after %s", earlier).isEqualTo(missing(whole, earlier));
      assertThat(resumed.end()).as("after %s", earlier).isEqualTo(whole.end());
      assertThat(resumed.log().subList(0, cut)).isEqualTo(earlier);
      assertThat(resumed.log())
          .extracting(LogEntry::sequence)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, resumed.log().size()).boxed().toList());
      assertThat(identities(resumed.log())).isEqualTo(identities(whole.log()));
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyPaidCallIsInTheLogOnce(Scenario scenario) {
    Performed whole = perform(scenario, List.of());

    List<CallKey> logged = endedCalls(whole.log()).sorted().toList();

    assertThat(logged).doesNotHaveDuplicates();
    assertThat(whole.asked()).containsAll(logged);
    assertThat(whole.log().getLast().cost().reports()).isEqualTo(logged.size());
    assertThat(whole.log().getLast().cost().calls()).isEqualTo(whole.asked().size());
  }

  @Test
  void aStopIsReadFromTheLogAndNotDecidedAgain() {
    Scenario five = new Scenario("five", TestJobs.bestOf(5), script -> script);
    var tight =
        new Budget(OptionalLong.of(8), OptionalLong.empty(), Optional.empty(), Optional.empty());
    Run stopped = TestRuns.of(five.job(), tight, new ScriptedModel(five.script()), List.of());
    stopped.perform();
    List<LogEntry> log = stopped.log().entries();
    int stop =
        IntStream.range(0, log.size()).filter(i -> isStop(log.get(i))).findFirst().orElseThrow();

    for (int cut = stop + 1; cut <= log.size(); cut++) {
      // Without a budget, there would be no reason to stop.
      Performed resumed = perform(five, log.subList(0, cut));

      assertThat(resumed.asked()).isEmpty();
      assertThat(resumed.end()).isEqualTo(log.getLast().event());
    }
  }

  private static boolean isStop(LogEntry entry) {
    return entry.event() instanceof RunEvent.SearchStopped;
  }

  @Test
  void aReaderOfAResumedRunIsGivenEveryTextAndEveryEntry() {
    Scenario plain = scenarios().findFirst().orElseThrow();
    List<LogEntry> earlier = perform(plain, List.of()).log().subList(0, 6);
    var run = run(plain.job(), new ScriptedModel(plain.script()), earlier);
    var reader = new RebuildingReader(run, new ReaderOptions(true, true));

    run.perform();
    reader.pollAll();

    reader.check(run.log().entries());
  }

  @Test
  void aCallThatWouldBeMadeAnotherWayIsMadeAgain() {
    Scenario plain = scenarios().findFirst().orElseThrow();
    List<LogEntry> log = perform(plain, List.of()).log();
    List<LogEntry> earlier =
        log.stream().map(entry -> askedAnotherWay(entry, CallKey.of("verify/2"))).toList();

    Performed resumed = perform(plain, earlier.subList(0, earlier.size() - 1));

    assertThat(resumed.asked()).containsExactly(CallKey.of("verify/2"));
    assertThat(resumed.end()).isEqualTo(log.getLast().event());
  }

  private static LogEntry askedAnotherWay(LogEntry entry, CallKey key) {
    return entry.event() instanceof RunEvent.CandidateVerified verified
            && verified.call().orElseThrow().key().equals(key)
        ? new LogEntry(
            entry.sequence(),
            entry.time(),
            entry.cost(),
            new RunEvent.CandidateVerified(
                verified.verdict(), verified.call().map(ReplayTest::askedAnotherWay)))
        : entry;
  }

  private static CallRecord askedAnotherWay(CallRecord call) {
    return new CallRecord(
        call.key(),
        call.writes(),
        call.model(),
        "another fingerprint",
        call.text(),
        call.finish(),
        call.tokens(),
        call.loweredLimit());
  }

  private static Performed perform(Scenario scenario, List<LogEntry> earlier) {
    KeyedScript script = scenario.script();
    var model = new ScriptedModel(script);
    Run run = run(scenario.job(), model, earlier);
    run.perform();
    List<CallKey> asked = model.asked().stream().map(script::key).toList();
    assertThat(asked).doesNotHaveDuplicates();
    return new Performed(run.log().entries(), new TreeSet<>(asked));
  }

  private static Run run(Job job, ScriptedModel model, List<LogEntry> earlier) {
    return TestRuns.of(job, model, earlier);
  }

  /** The calls of {@code whole} whose result or failure is not among the entries. */
  private static Set<CallKey> missing(Performed whole, List<LogEntry> entries) {
    Set<CallKey> missing = new TreeSet<>(whole.asked());
    if (entries.size() == whole.log().size()) {
      return Set.of();
    }
    endedCalls(entries).forEach(missing::remove);
    for (LogEntry entry : entries) {
      if (entry.event() instanceof RunEvent.CandidateFailed lost) {
        String path = lost.candidate().path();
        String call =
            lost.stage() == Stage.VERIFY_SOLUTIONS ? path.replace("solution", "verify") : path;
        missing.removeIf(key -> key.path().equals(call) || key.path().startsWith(call + "/"));
      }
    }
    return missing;
  }

  private static Stream<CallKey> endedCalls(List<LogEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.event().endedCall().stream())
        .map(CallRecord::key);
  }

  /** But for the incumbents: how many there were depends on the order in which verdicts came. */
  private static List<String> identities(List<LogEntry> log) {
    return log.stream()
        .map(LogEntry::event)
        .filter(event -> !(event instanceof RunEvent.IncumbentChanged))
        .map(RunEvent::identity)
        .sorted()
        .toList();
  }

  @Test
  void whatAnotherJudgeHasSaidIsNoAnswer() {
    CallKey plan = CallKey.of("solution/1");
    CallKey key = plan.about("verify");
    var verdict =
        new CallRecord(
            key,
            new TextName(Stage.VERIFY_SOLUTIONS, plan.path(), "llm"),
            "test/judge",
            "",
            "Score: 5",
            FinishCause.STOP,
            TokenCount.UNKNOWN,
            OptionalInt.empty());
    Replay replay = Replay.of(Map.of(key, verdict));

    assertThat(replay.answersAbout(plan, "test/judge")).isOne();
    assertThat(replay.answersAbout(plan, "test/other")).isZero();
  }
}
