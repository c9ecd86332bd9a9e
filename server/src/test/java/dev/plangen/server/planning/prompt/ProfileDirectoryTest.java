package dev.plangen.server.planning.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileDirectoryTest {

  private static final Path EXAMPLE = Path.of("../examples/profiles/meetings");
  private static final List<String> CONSTRAINTS = List.of("x <= 3");
  private static final Optional<Earlier> NONE = Optional.empty();

  @TempDir private Path directory = Path.of("unset");

  @Test
  void aTemplateReplacesTheWordsOfItsTaskAndNothingElse() throws IOException {
    write("verdict.txt", "Be strict with {{plan}}.\n");

    Prompt own = prompts().verdict("p", CONSTRAINTS, "a plan & x <= 3");
    Prompt usual = Prompts.DEFAULT.verdict("p", CONSTRAINTS, "a plan & x <= 3");

    assertThat(own.user()).contains("\n\nBe strict with a plan & x <= 3.\n\n");
    assertThat(own.user().replace("Be strict with a plan & x <= 3.", "Check the plan."))
        .isEqualTo(usual.user());
    assertThat(own.system()).isEqualTo(usual.system());
    assertThat(prompts().plan("p", CONSTRAINTS, NONE))
        .isEqualTo(Prompts.DEFAULT.plan("p", CONSTRAINTS, NONE));
  }

  @Test
  void theSystemPromptKeepsItsFixedPart() throws IOException {
    write("system.txt", "You plan meetings.");

    assertThat(prompts().constraints("p").system())
        .isEqualTo("You plan meetings.\n\n" + AnswerFormat.CONVENTIONS);
  }

  @Test
  void sectionsAreShownWhereTheirMaterialIsThere() throws IOException {
    write(
        "plan.txt",
        """
        {{#earlier_plan}}
        Mend {{earlier_plan}}; it is said: {{feedback}}
        {{/earlier_plan}}
        {{^earlier_plan}}
        Begin.
        {{/earlier_plan}}
        """);
    var earlier = Optional.of(new Earlier("9:00 < 10:00", "too early"));

    assertThat(prompts().plan("p", CONSTRAINTS, earlier).user())
        .contains("\n\nMend 9:00 < 10:00; it is said: too early\n\n")
        .doesNotContain("Begin");
    assertThat(prompts().plan("p", CONSTRAINTS, NONE).user())
        .contains("\n\nBegin.\n\n")
        .doesNotContain("Mend");
  }

  @Test
  void wordsThatComeToNothingLeaveNoGap() throws IOException {
    write("plan.txt", "{{#earlier_plan}}Mend it.{{/earlier_plan}}");

    assertThat(prompts().plan("p", List.of(), NONE).user())
        .isEqualTo("<problem>\np\n</problem>\n\n" + AnswerFormat.PLAN.instruction());
  }

  @Test
  void bracesAreWrittenWithOtherDelimiters() throws IOException {
    write("plan.txt", "{{=<% %>=}}Write {{x}} for <%problem%>.");

    assertThat(prompts().plan("p", CONSTRAINTS, NONE).user()).contains("Write {{x}} for p.");
  }

  @Test
  void everyTaskHasAFileAndMayUseAllItsVariables() throws IOException {
    for (PromptTask task : PromptTask.values()) {
      StringBuilder text = new StringBuilder("Of " + task + ":");
      task.variables().forEach(name -> text.append(" {{").append(name).append("}}"));
      write(task.fileName(), text.toString());
    }
    Prompts prompts = prompts();
    var earlier = Optional.of(new Earlier("E", "F"));

    assertThat(prompts.constraints("P").user()).contains("Of CONSTRAINTS: P\n");
    assertThat(prompts.plan("P", CONSTRAINTS, earlier).user())
        .contains("Of PLAN: P 1. x <= 3 E F\n");
    assertThat(prompts.verdict("P", CONSTRAINTS, "L").user())
        .contains("Of VERDICT: P 1. x <= 3 L\n");
    assertThat(prompts.score("P", CONSTRAINTS, "L", "V").user())
        .contains("Of SCORE: P 1. x <= 3 L V\n");
    assertThat(prompts.step("P", CONSTRAINTS, earlier, "S", Optional.of("G")).user())
        .contains("Of STEP: P 1. x <= 3 E F S G\n");
    assertThat(prompts.reward("P", CONSTRAINTS, "S").user()).contains("Of REWARD: P 1. x <= 3 S\n");
    assertThat(prompts.completion("P", CONSTRAINTS, "S").user())
        .contains("Of COMPLETION: P 1. x <= 3 S\n");
    assertThat(prompts.priors("P", CONSTRAINTS, earlier, List.of("a", "b")).user())
        .contains("Of PRIORS: P 1. x <= 3 E F a, b\n");
    assertThat(prompts.constraints("P").system()).startsWith("Of SYSTEM:\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plan.txt | {{probem}} | the variable \"probem\" | problem, constraints, earlier_plan",
        "plan.txt | {{#earlier_plan}}{{pln}}{{/earlier_plan}} | \"pln\" | known are",
        "plan.txt | {{#erlier}}x{{/erlier}} | \"erlier\" | known are",
        "plan.txt | {{^erlier}}x{{/erlier}} | \"erlier\" | known are",
        "plan.txt | {{plan}} | \"plan\" | known are",
        "plan.txt | {{.}} | \".\" | known are",
        "plan.txt | {{#problem}}{{this}}{{/problem}} | \"this\" | known are",
        "plan.txt | {{#problem}}{{-index}}{{/problem}} | \"-index\" | known are",
        "plan.txt | {{problem.class.name}} | \"problem.class.name\" | known are",
        "plan.txt | {{{probem}}} | \"probem\" | known are",
        "plan.txt | {{&probem}} | \"probem\" | known are",
        "plan.txt | {{>verdict.txt}} | includes \"verdict.txt\" | put that text into it",
        "plan.txt | {{<verdict}}{{/verdict}} | \"verdict\" | put that text into it",
        "plan.txt | {{$problem}}x{{/problem}} | \"problem\" | put that text into it",
        "system.txt | For {{problem}}. | \"problem\" | it has none",
        "verdict.txt | {{#plan}}x | no template that can be read | close what it opens",
        "verdict.txt | Check {{plan | opens a tag with {{ | close it",
        "verdict.txt | Check {{plan}. | opens a tag with {{ | close it",
        "verdict.txt | Check {{plan} and }}. | \"plan} and\" | known are",
        "verdict.txt | {{/plan}} | no template that can be read | close what it opens",
        "verdict.txt | ` \n ` | is empty | remove it",
        "plans.txt | x | the template of no task | system.txt, constraints.txt, plan.txt",
        "README.md | x | the template of no task | known are",
      })
  void aFileThatCannotBeUsedIsRefusedWithItsNameAndTheRemedy(
      String name, String text, String fault, String remedy) throws IOException {
    write("reward.txt", "Check them.");
    Path file = write(name, text);

    assertThat(refusal()).startsWith(file.toString()).contains(fault, remedy);
    assertThat(refusal().lines()).hasSize(1);
  }

  @Test
  void aTemplateHasABound() throws IOException {
    Path file = write("plan.txt", "x".repeat(ProfileDirectory.MOST_BYTES));
    assertThat(prompts().plan("p", CONSTRAINTS, NONE).user()).contains("xxx");

    write("plan.txt", "x".repeat(ProfileDirectory.MOST_BYTES + 1));
    assertThat(refusal()).startsWith(file.toString()).contains("longer than 16384 bytes");
  }

  @Test
  void aTemplateThatIsNotUtf8IsRefused() throws IOException {
    Path file = directory.resolve("plan.txt");
    Files.write(file, new byte[] {'x', (byte) 0xFC});

    assertThat(refusal()).startsWith(file.toString()).contains("not UTF-8");
  }

  @Test
  void aDirectoryInTheTemplatesPlaceIsRefused() throws IOException {
    Path file = Files.createDirectory(directory.resolve("plan.txt"));

    assertThat(refusal()).startsWith(file.toString()).contains("can't be read");
  }

  @Test
  void hiddenFilesArePassedOver() throws IOException {
    write("plan.txt", "Plan well.");
    write(".plan.txt.swp", "{{x}}");
    Files.createDirectory(directory.resolve("..data"));

    assertThat(prompts().plan("p", CONSTRAINTS, NONE).user()).contains("Plan well.");
  }

  @Test
  void aDirectoryWithoutTemplatesIsRefused() {
    assertThat(refusal()).startsWith(directory.toString()).contains("no template", "plan.txt");
  }

  @Test
  void aDirectoryThatIsNotThereIsRefused() {
    Path nowhere = directory.resolve("nowhere");

    assertThat(
            catchThrowableOfType(ProfileException.class, () -> ProfileDirectory.read(nowhere))
                .getMessage())
        .startsWith(nowhere.toString())
        .contains("no directory that can be read");
  }

  @Test
  void theExampleIsAProfile() {
    Profiles profiles = new Profiles(Map.of("meetings", ProfileDirectory.read(EXAMPLE)));

    Prompts prompts = profiles.find("meetings").orElseThrow();
    assertThat(prompts.verdict("p", CONSTRAINTS, "plan"))
        .isNotEqualTo(Prompts.DEFAULT.verdict("p", CONSTRAINTS, "plan"));
    assertThat(profiles.ids()).containsExactly("meetings");
  }

  @Test
  void profilesAreFoundByTheirIdsAndTheServersOwnByNone() throws IOException {
    write("plan.txt", "Plan well.");
    Profiles profiles = new Profiles(Map.of("b", ProfileDirectory.read(directory)));

    assertThat(profiles.find("")).contains(Prompts.DEFAULT);
    assertThat(profiles.find("b")).isPresent();
    assertThat(profiles.find("c")).isEmpty();
    assertThat(Profiles.NONE.find("")).contains(Prompts.DEFAULT);
  }

  private Prompts prompts() {
    return new Prompts(ProfileDirectory.read(directory));
  }

  private String refusal() {
    return String.valueOf(
        catchThrowableOfType(ProfileException.class, () -> ProfileDirectory.read(directory))
            .getMessage());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
