package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunEvent.CandidateFailed;
import dev.plangen.server.domain.RunEvent.IncumbentChanged;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A search whose log is cut anywhere makes the missing calls, and no other, and ends the same. */
@Timeout(120)
class SearchReplayTest {

  static Stream<SearchScenario> scenarios() {
    return SearchScenario.all();
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
  void aSearchCutAfterAnyEntryCallsOnlyForWhatIsMissingAndEndsTheSame(SearchScenario scenario) {
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
  void everyPaidCallIsInTheLogOnce(SearchScenario scenario) {
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

  private static Performed perform(SearchScenario scenario, List<LogEntry> earlier) {
    KeyedScript script = scenario.told().apply(new KeyedScript());
    var model = new ScriptedModel(script);
    Run run = TestRuns.of(scenario.job(), scenario.budget(), model, earlier);
    run.perform();
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
