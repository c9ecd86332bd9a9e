package dev.plangen.server.planning;

import static dev.plangen.server.testing.ScriptedReply.ended;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.RunEvent.CallCompleted;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.testing.Trail;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JudgeTest {

  private final KeyedScript script = new KeyedScript();
  private final ScriptedModel model = new ScriptedModel(script);

  @Test
  void aVerdictIsReadAndItsTextKeptAsFeedback() {
    script.scores(95);

    Verdict verdict = onlyVerdict();

    assertThat(verdict.score()).hasValue(95);
    assertThat(verdict.ruling()).isEqualTo(Ruling.PASSED);
    assertThat(verdict.sound()).isFalse();
    assertThat(verdict.feedback()).isEqualTo("Checked.\nScore: 95");
    assertThat(asked(AnswerFormat.SCORE)).isEmpty();
  }

  @Test
  void aVerdictThatCannotBeReadIsRepairedByOneQuestion() {
    script.on("verify/1", text("All good!")).on("verify/1/repair", text("Score: 70"));

    Trail trail = Trail.of(TestJobs.bestOf(1), model);

    Verdict verdict = trail.solved().verdicts().getFirst();
    assertThat(verdict.score()).hasValue(70);
    assertThat(verdict.ruling()).isEqualTo(Ruling.UNKNOWN);
    assertThat(verdict.feedback()).isEqualTo("All good!");
    assertThat(trail.events(CallCompleted.class))
        .extracting(CallCompleted::call)
        .extracting(CallRecord::text)
        .containsExactly("All good!");
    assertThat(asked(AnswerFormat.SCORE)).hasSize(1).first().asString().contains("All good!");
  }

  @Test
  void theLastScoreOfAVerdictThatWasCutOffIsNotTrusted() {
    script
        .on("verify/1", ended(FinishCause.LENGTH, "1. Ann is free. Score: 100. 2. But Ben"))
        .on("verify/1/repair", text("Score: -60"));

    assertThat(onlyVerdict().score()).hasValue(-60);
  }

  @Test
  void afterOneQuestionInVainThePlanStaysUnscored() {
    script.on("verify/1", text("All good!")).on("verify/1/repair", text("Really good!"));

    Verdict verdict = onlyVerdict();

    assertThat(verdict.score()).isEmpty();
    assertThat(verdict.ruling()).isEqualTo(Ruling.UNKNOWN);
    assertThat(asked(AnswerFormat.SCORE)).hasSize(1);
  }

  @Test
  void anUnscoredPlanIsNotPreferredEvenToTheWorst() {
    script
        .scores(0, -100)
        .on("verify/1", text("All good!"))
        .on("verify/1/repair", text("Really good!"));

    assertThat(Trail.of(TestJobs.bestOf(2), model).solved().selection().score()).hasValue(-100);
  }

  @Test
  void anUnscoredPlanIsSelectedIfThereIsNoOther() {
    script.on("verify/1", text("?")).on("verify/1/repair", text("?"));

    var selection = Trail.of(TestJobs.bestOf(1), model).solved().selection();

    assertThat(selection.score()).isEmpty();
    assertThat(selection.verified()).isFalse();
  }

  private Verdict onlyVerdict() {
    return Trail.of(TestJobs.bestOf(1), model).solved().verdicts().getFirst();
  }

  private List<ScriptedModel.Ask> asked(AnswerFormat format) {
    return model.asked().stream()
        .filter(ask -> ask.format().filter(format::equals).isPresent())
        .toList();
  }
}
