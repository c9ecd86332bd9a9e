package dev.plangen.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Comments are plain text, and are read as such. */
class MarkdownTest {

  private final Markdown markdown =
      new Markdown(Map.of("SolveRequest", "solverequest", "Budget", "budget"), Set.of("CANCELLED"));

  @Test
  void paragraphsListsAndTablesKeepTheirForm() {
    String comment =
        """
        Two lines
        of one paragraph:

          - an item
            on two lines;
          - another.

          A_TABLE   with | columns
        """;

    assertThat(markdown.blocks(Comment.of(comment)))
        .isEqualTo(
            """
            Two lines of one paragraph:

            - an item on two lines;
            - another.

            ```text
            A_TABLE   with | columns
            ```\
            """);
  }

  @Test
  void whatMarkdownWouldTakeForItsOwnIsEscaped() {
    assertThat(text("2 * 3 < 7 | C(a) * Rmax & [x] ~ #1"))
        .isEqualTo("2 \\* 3 \\< 7 \\| C(a) \\* Rmax &amp; \\[x\\] \\~ \\#1");
    assertThat(text("one that ends in \"/*\" or \"openai/*\""))
        .isEqualTo("one that ends in \"/\\*\" or \"openai/\\*\"");
  }

  @Test
  void namesAreCodeOrLinksToWhereTheyStand() {
    assertThat(text("`<a>`, STEP_WORKFLOW, MODEL_*, CANCELLED, max_cost and NATURAL PLAN"))
        .isEqualTo("`<a>`, `STEP_WORKFLOW`, `MODEL_*`, `CANCELLED`, `max_cost` and NATURAL PLAN");
    assertThat(text("SolveRequest.model, of SolveRequest. Budget.max_cost; a Budget."))
        .isEqualTo(
            "[SolveRequest.model](#solverequest), of [SolveRequest](#solverequest). "
                + "[Budget.max\\_cost](#budget); a Budget.");
  }

  @Test
  void aCellHasItsParagraphsAndListsOnOneLine() {
    assertThat(markdown.cell(Comment.of("One.\n\n  - two\n  - three\n\nFour.\n\nFive.")))
        .isEqualTo("One.<ul><li>two</li><li>three</li></ul>Four.<br><br>Five.");
  }

  private String text(String comment) {
    return markdown.blocks(Comment.of(comment));
  }
}
