package dev.plangen.server.planning.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptsTest {

  private static final String PROBLEM = "Plan a day for Zoë & \"Bob\" with x <= 3 <b>.";
  private static final List<String> CONSTRAINTS = List.of("x <= 3", "It's short & sweet.");

  private final Prompt constraints = Prompts.constraints(PROBLEM);
  private final Prompt plan = Prompts.plan(PROBLEM, CONSTRAINTS);
  private final Prompt verdict = Prompts.verdict(PROBLEM, CONSTRAINTS, "Plan one.");
  private final Prompt otherVerdict = Prompts.verdict(PROBLEM, CONSTRAINTS, "Another plan.");
  private final Prompt score = Prompts.score(PROBLEM, CONSTRAINTS, "Plan one.", "Good, 9 of 10.");

  @Test
  void allPromptsOfARunBeginWithTheSameBytes() {
    String problem = "<problem>\n" + PROBLEM + "\n</problem>\n\n";
    String material =
        problem + "<constraints>\n- x <= 3\n- It's short & sweet.\n</constraints>\n\n";

    assertThat(constraints.user()).startsWith(problem);
    assertThat(List.of(plan, verdict, otherVerdict, score))
        .allSatisfy(prompt -> assertThat(prompt.user()).startsWith(material));
    assertThat(List.of(plan, verdict, otherVerdict, score))
        .extracting(Prompt::system)
        .containsOnly(constraints.system());
  }

  @Test
  void aRepairQuestionBeginsAsTheVerdictThatItRepairs() {
    String common = verdict.user().substring(0, verdict.user().indexOf("</plan>"));

    assertThat(common).endsWith("Plan one.\n");
    assertThat(score.user()).startsWith(common).contains("<verdict>\nGood, 9 of 10.\n</verdict>");
  }

  @Test
  void whatIsAskedForComesLast() {
    assertThat(constraints.user()).endsWith(AnswerFormat.CONSTRAINTS.instruction());
    assertThat(plan.user()).endsWith(AnswerFormat.PLAN.instruction());
    assertThat(verdict.user()).endsWith(AnswerFormat.VERDICT.instruction());
    assertThat(score.user()).endsWith(AnswerFormat.SCORE.instruction());
  }

  @Test
  void noFormatEndsAsAnotherDoes() {
    for (AnswerFormat one : AnswerFormat.values()) {
      for (AnswerFormat other : AnswerFormat.values()) {
        assertThat(one.instruction().endsWith(other.instruction())).isEqualTo(one == other);
      }
    }
  }

  @Test
  void textsAreGivenAsTheyAre() {
    assertThat(List.of(constraints, plan, verdict, score))
        .allSatisfy(
            prompt -> assertThat(prompt.user()).contains(PROBLEM).doesNotContain("&lt;", "&amp;"));
  }

  @Test
  void withoutConstraintsNoneAreShown() {
    assertThat(Prompts.plan(PROBLEM, List.of()).user()).doesNotContain("<constraints>");
  }
}
