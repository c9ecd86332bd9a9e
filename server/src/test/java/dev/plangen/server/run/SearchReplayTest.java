package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RoleModels;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunEvent.CandidateFailed;
import dev.plangen.server.domain.RunEvent.IncumbentChanged;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import dev.plangen.server.verify.Verifiers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A search whose log is cut anywhere makes the missing calls, and no other, and ends the same. */
@Timeout(120)
class SearchReplayTest {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  /** A search and how its model answers. */
  record Scenario(
      String name, AlgorithmChoice algorithm, Budget budget, UnaryOperator<KeyedScript> told) {
    Job job() {
      return new Job.Solve(
          TestJobs.PROBLEM,
          ScriptedModel.ID,
          RoleModels.all(ScriptedModel.ID),
          SamplingWish.NONE,
          algorithm,
          List.of(Verifiers.LLM),
          95,
          List.of(),
          "");
    }

    Scenario within(int calls) {
      return new Scenario(
          name + ", stopped by its budget",
          algorithm,
          new Budget(
              OptionalLong.of(calls), OptionalLong.empty(), Optional.empty(), Optional.empty()),
          told);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Scenario> scenarios() {
    Scenario bestOfN =
        scenario(
            "best of n, one after the other",
            new AlgorithmChoice.BestOfN(4, 1, true),
            script -> script.scores(10, 20, 97, 30));
    Scenario tree =
        scenario(
            "a tree whose third expansion brings a verified plan",
            new AlgorithmChoice.TreeOfThought(2, 3, 9),
            script ->
                script
                    .step("tot/1", 20)
                    .step("tot/2", 80)
                    .lastStep("tot/2/1", 90, 60)
                    .step("tot/2/2", 10)
                    .lastStep("tot/1/1", 50, 97));
    Scenario rebase =
        scenario(
            "three levels",
            new AlgorithmChoice.Rebase(4, 5),
            script ->
                script
                    .step("rebase/1/1", 20)
                    .step("rebase/1/2", 30)
                    .lastStep("rebase/2/1", 10, 60)
                    .lastStep("rebase/3/1", 10, 97));
    Scenario mixture =
        scenario(
            "a mixture of all three",
            new AlgorithmChoice.Mixture(3, 1, 1, 0.5),
            script ->
                script
                    .on("verify/0/1", text("Score: 40"))
                    .on("mixture/priors", text("best_of_n: 1\ntree_of_thought: 0.95\nrebase: 0.9"))
                    .on("verify/1/1", text("Score: -100"))
                    .on("verify/1/2", text("Score: -100"))
                    .on("verify/1/3", text("Score: -100"))
                    .on("verify/1/4", text("Score: -100"))
                    .on("verify/1/5", text("Score: -100"))
                    .firstSteps("mixture/2", 20)
                    .lastStep("mixture/2/2", 0, 60)
                    .lastStep("mixture/3/1/4", 0, 97));
    return Stream.of(
        bestOfN,
        bestOfN.within(6),
        scenario(
            "best of n with a lost candidate and a lost verdict",
            new AlgorithmChoice.BestOfN(4, 2, false),
            script -> script.on("solution/2", failing(DOWN)).on("verify/3", failing(DOWN, "half"))),
        tree,
        tree.within(17),
        scenario(
            "a tree with equal, empty and lost steps",
            new AlgorithmChoice.TreeOfThought(3, 3, 3),
            script ->
                script
                    .on("tot/2", text("Step of tot/1"))
                    .on("tot/3", failing(DOWN, "half"))
                    .on("tot/1/1", text(" "))
                    .lastStep("tot/1/2", 0, 40)
                    .on("reward/1/3", text("Good."))
                    .lastStep("tot/1/3/1", 0, 20)
                    .on("verify/1/3/1", text("Good."))
                    .on("verify/1/3/1/repair", text("Good!"))),
        scenario(
            "a tree whose root is continued again",
            new AlgorithmChoice.TreeOfThought(2, 2, 5),
            script -> script.firstSteps("tot", 40).lastStep("tot/5", 0, 97)),
        scenario(
            "a tree that is never complete",
            new AlgorithmChoice.TreeOfThought(2, 2, 9),
            script -> script),
        scenario(
            "a tree whose only plan can't be verified",
            new AlgorithmChoice.TreeOfThought(2, 1, 9),
            script -> script.lastStep("tot/1", 0, 0).on("verify/1", failing(DOWN))),
        rebase,
        rebase.within(26),
        scenario(
            "levels with equal and lost steps",
            new AlgorithmChoice.Rebase(3, 3),
            script ->
                script
                    .on("rebase/1/2", text("Step of rebase/1/1"))
                    .on("rebase/2/1", failing(DOWN))
                    .lastStep("rebase/2/2", 0, 40)),
        mixture,
        mixture.within(13),
        scenario(
            "a mixture whose first plan and first algorithm come to nothing",
            new AlgorithmChoice.Mixture(2, 1, 0.5, 0.5),
            script ->
                script
                    .on("mixture/0/1", failing(DOWN))
                    .on("mixture/priors", text("tree_of_thought: 1"))
                    .on("mixture/1/1", text(" "))
                    .on("mixture/1/2", text(" "))
                    .on("mixture/1/3", text(" "))));
  }

  private static Scenario scenario(
      String name, AlgorithmChoice algorithm, UnaryOperator<KeyedScript> told) {
    return new Scenario(name, algorithm, Budget.UNLIMITED, told);
  }

  /** A run that has been performed, and what it asked its model. */
  private record Performed(List<LogEntry> log, Set<CallKey> asked) {
    RunEvent end() {
      return log.getLast().event();
    }

    /**
     * All that happened but for the incumbents: which plan was the best for a while depends on the
     * order in which steps that are under way together end.
     */
    Set<String> happened() {
      return log.stream()
          .map(LogEntry::event)
          .filter(event -> !(event instanceof IncumbentChanged))
          .map(RunEvent::identity)
          .collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aSearchCutAfterAnyEntryCallsOnlyForWhatIsMissingAndEndsTheSame(Scenario scenario) {
    Performed whole = perform(scenario, List.of());

    for (int cut = 0; cut <= whole.log().size(); cut++) {
      List<LogEntry> earlier = whole.log().subList(0, cut);
      Performed resumed = perform(scenario, earlier);

      assertThat(resumed.asked()).as("after entry %s", cut).isEqualTo(missing(whole, earlier));
      assertThat(resumed.end()).as("after entry %s", cut).isEqualTo(whole.end());
      assertThat(resumed.log().subList(0, cut)).isEqualTo(earlier);
      assertThat(resumed.happened()).as("after entry %s", cut).isEqualTo(whole.happened());
      assertThat(resumed.log().stream().map(entry -> entry.event().identity()))
          .as("after entry %s", cut)
          .doesNotHaveDuplicates();
      assertLastIncumbentIsSelected(resumed);
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

  private static void assertLastIncumbentIsSelected(Performed run) {
    if (run.end() instanceof RunEvent.Finished(Answer.Solved solved)) {
      IncumbentChanged last =
          run.log().stream()
              .map(LogEntry::event)
              .filter(IncumbentChanged.class::isInstance)
              .map(IncumbentChanged.class::cast)
              .reduce((_, later) -> later)
              .orElseThrow();
      assertThat(last.candidate()).isEqualTo(solved.selection().candidate().id());
      assertThat(last.score()).isEqualTo(solved.selection().score());
      assertThat(last.verified()).isEqualTo(solved.selection().verified());
    }
  }

  private static Performed perform(Scenario scenario, List<LogEntry> earlier) {
    KeyedScript script = scenario.told().apply(new KeyedScript());
    var model = new ScriptedModel(script);
    Run run = TestRuns.of(scenario.job(), scenario.budget(), model, earlier);
    run.perform(Trail.NOBODY);
    List<CallKey> asked = model.asked().stream().map(script::key).toList();
    assertThat(asked).doesNotHaveDuplicates();
    return new Performed(run.log().entries(), new TreeSet<>(asked));
  }

  /** The calls of {@code whole} whose result or failure is not among the entries. */
  private static Set<CallKey> missing(Performed whole, List<LogEntry> entries) {
    if (entries.size() == whole.log().size()) {
      return Set.of();
    }
    Set<CallKey> missing = new TreeSet<>(whole.asked());
    endedCalls(entries).forEach(missing::remove);
    for (LogEntry entry : entries) {
      if (entry.event() instanceof CandidateFailed lost) {
        CallKey call =
            lost.stage() == Stage.VERIFY_SOLUTIONS
                ? lost.candidate().about("verify")
                : lost.candidate();
        missing.remove(call);
        missing.remove(call.child("repair"));
      }
    }
    return missing;
  }

  private static Stream<CallKey> endedCalls(List<LogEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.event().endedCall().stream())
        .map(CallRecord::key);
  }
}
