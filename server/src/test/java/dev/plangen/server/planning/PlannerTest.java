package dev.plangen.server.planning;

import static dev.plangen.server.testing.ScriptedReply.ended;
import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunEvent.CallWasted;
import dev.plangen.server.domain.RunEvent.CandidatesGenerated;
import dev.plangen.server.domain.RunEvent.CandidatesVerified;
import dev.plangen.server.domain.RunEvent.ConstraintsExtracted;
import dev.plangen.server.domain.RunEvent.StageStarted;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.run.LogEntry;
import dev.plangen.server.run.News;
import dev.plangen.server.run.ReaderOptions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.ScriptedReply;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlannerTest {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);

  @Test
  void aSolveGivesEightStageEventsInOrder() {
    Trail trail = Trail.start(TestJobs.bestOf(3), model, ReaderOptions.STAGES).toEnd();

    assertThat(trail.events()).hasSize(8);
    assertThat(trail.events())
        .satisfiesExactly(
            event -> assertThat(event).isEqualTo(new StageStarted(Stage.EXTRACT_CONSTRAINTS)),
            event -> assertThat(event).isInstanceOf(ConstraintsExtracted.class),
            event -> assertThat(event).isEqualTo(new StageStarted(Stage.GENERATE_SOLUTIONS)),
            event -> assertThat(event).isInstanceOf(CandidatesGenerated.class),
            event -> assertThat(event).isEqualTo(new StageStarted(Stage.VERIFY_SOLUTIONS)),
            event -> assertThat(event).isInstanceOf(CandidatesVerified.class),
            event -> assertThat(event).isEqualTo(new StageStarted(Stage.SELECT_SOLUTION)),
            event -> assertThat(event).isInstanceOf(RunEvent.Finished.class));
  }

  @Test
  void nothingNamesAStageAfterItIsComplete() {
    script
        .on("solution/2", failing(DOWN, "half a plan"))
        .on("solution/3", ended(FinishCause.CONTENT_FILTER, "half a plan"))
        .on("solution/4", text("\n"))
        .on("verify/5", failing(DOWN, "half a verdict"))
        .on("verify/6", text("no score"));

    assertStagesEndOnce(Trail.of(TestJobs.bestOf(6), model));
  }

  @Test
  void aReaderThatComesLastIsToldOfNoStageThatIsComplete() {
    var gate = new Gate();
    script
        .on("solution/1", ended(FinishCause.CONTENT_FILTER, "half a plan"))
        .on("solution/2", text("\n"))
        .on("verify/3", held(gate, text("Score: 1")));
    Trail trail = Trail.start(TestJobs.bestOf(3), model);
    gate.awaitReached(Duration.ofSeconds(10));
    gate.release();

    assertStagesEndOnce(trail.toEnd());
    assertThat(trail.poll()).isNull();
  }

  private static void assertStagesEndOnce(Trail trail) {
    Set<Stage> ended = EnumSet.noneOf(Stage.class);
    for (News news : trail.news()) {
      switch (news) {
        case News.Written written -> assertThat(ended).doesNotContain(written.name().stage());
        case News.Logged(LogEntry entry) -> {
          assertThat(ended).as(entry.toString()).doesNotContain(entry.event().stage());
          switch (entry.event()) {
            case ConstraintsExtracted _, CandidatesGenerated _, CandidatesVerified _ ->
                ended.add(entry.event().stage());
            default -> {}
          }
        }
      }
    }
    assertThat(ended).hasSize(3);
  }

  @Test
  void givenConstraintsAreUsedWordForWordWithoutACall() {
    Trail trail = Trail.of(TestJobs.withConstraints(1, "x <= 3", " odd  spaces"), model);

    assertThat(trail.events())
        .startsWith(
            new StageStarted(Stage.EXTRACT_CONSTRAINTS),
            new ConstraintsExtracted(List.of("x <= 3", " odd  spaces"), Optional.empty()));
    assertThat(trail.solved().constraints()).containsExactly("x <= 3", " odd  spaces");
    assertThat(model.asked())
        .extracting(ask -> ask.format().orElseThrow())
        .doesNotContain(AnswerFormat.CONSTRAINTS);
  }

  @Test
  void aListOfConstraintsThatIsCutOffLosesItsLastItem() {
    script.on("constraints", ended(FinishCause.LENGTH, "- One.\n- Two.\n- Thr"));

    assertThat(Trail.of(TestJobs.bestOf(1), model).solved().constraints())
        .containsExactly("One.", "Two.");
  }

  @Test
  void withoutConstraintsTheRunFailsInItsFirstStage() {
    script.on("constraints", text(" "));

    Trail trail = Trail.of(TestJobs.bestOf(1), model);

    assertThat(trail.failed().stage()).isEqualTo(Stage.EXTRACT_CONSTRAINTS);
    assertThat(trail.failed().failure().reason()).isEqualTo("MODEL_OUTPUT_UNUSABLE");
    assertThat(trail.poll()).isNull();
  }

  @Test
  void filteredConstraintsFailTheRun() {
    script.on("constraints", ended(FinishCause.CONTENT_FILTER, "- One."));

    Trail trail = Trail.of(TestJobs.bestOf(1), model);

    assertThat(trail.failed().failure().reason()).isEqualTo("MODEL_CONTENT_FILTERED");
    assertThat(trail.poll()).isNull();
  }

  @Test
  void aCallThatWasPaidIsInTheLogThoughItsTextIsOfNoUse() {
    script.on("solution/1", ended(FinishCause.CONTENT_FILTER, "half")).on("solution/2", text());

    Trail trail = Trail.of(TestJobs.bestOf(3), model);

    assertThat(trail.events(CallWasted.class))
        .extracting(CallWasted::call)
        .extracting(CallRecord::key)
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("solution/1", "solution/2");
  }

  @Test
  void aTextBeyondItsBoundIsCutAtACodePointAndItsCallCancelled() {
    var never = new Gate();
    script.on("solution/1", held(never, text("never"), "😀".repeat(5), "ab", "cd", "😀".repeat(9)));

    assertCut(Trail.of(TestJobs.bestOf(1, tokens(5)), model));
  }

  @Test
  void aTextBeyondItsBoundIsCutOffThoughTheModelHadEnded() {
    script.on("solution/1", text("😀".repeat(5), "abcd" + "😀".repeat(9)));

    assertCut(Trail.of(TestJobs.bestOf(1, tokens(5)), model));
  }

  private static void assertCut(Trail trail) {
    var candidate = trail.solved().selection().candidate();
    assertThat(candidate.finish()).isEqualTo(FinishCause.LENGTH);
    // 20 + 4 bytes of 40, and then whole code points only.
    assertThat(candidate.text()).isEqualTo("😀".repeat(5) + "abcd" + "😀".repeat(4));
  }

  @Test
  void aTextOfExactlyItsBoundIsWhole() {
    script.on("solution/1", text("a".repeat(39), "b"));

    var candidate = Trail.of(TestJobs.bestOf(1, tokens(5)), model).solved().selection().candidate();

    assertThat(candidate.finish()).isEqualTo(FinishCause.STOP);
    assertThat(candidate.text()).hasSize(40);
  }

  @Test
  void theCostCountsEveryCallAndWhatWasReported() {
    script
        .scores(1, 2)
        .on("verify/2", text("?"))
        .on("solution/1", failing(DOWN, "half"))
        .on(
            "verify/2/repair",
            new ScriptedReply.Text(List.of("Score: 3"), FinishCause.STOP, TokenCount.UNKNOWN));

    Trail trail = Trail.of(TestJobs.bestOf(2), model);

    // Extraction, two candidates, a verdict and its repair; one failed, one kept its count to
    // itself.
    var cost = trail.entries().getLast().cost();
    assertThat(cost.calls()).isEqualTo(5);
    assertThat(cost.reports()).isEqualTo(3);
    assertThat(cost.tokens().input()).hasValue(3);
    assertThat(cost.tokens().cachedInput()).isEmpty();
  }

  @Test
  void extractionAloneAnswersWithItsConstraints() {
    Trail trail = Trail.of(new Job.Extract(TestJobs.PROBLEM, ScriptedModel.ID, ""), model);

    assertThat(trail.events())
        .singleElement()
        .isInstanceOfSatisfying(
            RunEvent.Finished.class,
            finished ->
                assertThat(((Answer.Extracted) finished.answer()).constraints())
                    .containsExactly("It is short.", "It is x <= 3."));
  }

  @Test
  void aDraftAloneIsWritten() {
    Trail trail =
        Trail.of(
            new Job.Draft(
                TestJobs.PROBLEM, List.of("It is short."), ScriptedModel.ID, SamplingWish.NONE, ""),
            model);

    assertThat(trail.events().getLast().endedCall().orElseThrow().text()).isEqualTo("Plan of plan");
  }

  @Test
  void aCheckAloneIsRepairedToo() {
    script.on("verify/plan", text("Fine.")).on("verify/plan/repair", text("Score: 12"));

    Trail trail =
        Trail.of(
            new Job.Check(
                TestJobs.PROBLEM,
                List.of("Short."),
                "The plan.",
                List.of("llm"),
                ScriptedModel.ID,
                ""),
            model);

    assertThat(trail.events()).hasSize(3);
    var checked = (Answer.Checked) ((RunEvent.Finished) trail.events().getLast()).answer();
    assertThat(checked.verdicts().getFirst().score()).hasValue(12);
    assertThat(checked.verdicts().getFirst().feedback()).isEqualTo("Fine.");
  }

  @Test
  void aBareGenerationPassesThePromptThrough() {
    var job = new Job.Generate("Be brief.", "Say <hi>", ScriptedModel.ID, SamplingWish.NONE);

    Trail trail = Trail.of(job, model);

    assertThat(trail.events().getLast().endedCall().orElseThrow().text())
        .isEqualTo("Plan of generate");
    assertThat(model.asked().getFirst().prompt()).isEqualTo(new Prompt("Be brief.", "Say <hi>"));
    assertThat(model.asked().getFirst().options().temperature()).isEmpty();
  }

  @Test
  void aFailedSingleCallFailsTheRunAsAWhole() {
    script.on("generate", failing(DOWN, "half"));

    Trail trail = Trail.of(new Job.Generate("", "Hi", ScriptedModel.ID, SamplingWish.NONE), model);

    assertThat(trail.events()).containsExactly(new RunEvent.Failed(Stage.WORKFLOW, DOWN));
  }

  private static SamplingWish tokens(int most) {
    return new SamplingWish(OptionalDouble.empty(), OptionalInt.of(most), OptionalLong.empty());
  }
}
