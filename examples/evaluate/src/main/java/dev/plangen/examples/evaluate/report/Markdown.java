package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.report.VoteComparison.Spending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tables as Markdown. */
final class Markdown {

  private static final String HEAD =
      """
      | | n | exact match % | satisfied % | less single sample | less vote at equal tokens | calls | tokens | of them cached | tokens per solved | seconds |
      |---|---|---|---|---|---|---|---|---|---|---|
      """;

  private static final String LEGEND =
      """
      Satisfied: the plan passes the sound check. In brackets: 95 % intervals, Wilson's for shares, Newcombe's (method 10) for differences from the single sample, paired bootstrap for differences from the vote; differences are in points. Calls, tokens and seconds are means for a problem, as if the run had been made by itself. Vote at equal tokens: the majority vote of as many candidates (v, between whole numbers by interpolation) as cost what the row costs; ">v" where the row costs more than the largest vote, "<v" where it costs less than one candidate. pass@N: some of N candidates is right.
      """;

  private Markdown() {}

  static String of(String label, List<Sheet> sheets) {
    List<String> parts = new ArrayList<>();
    parts.add("# Evaluation " + label + "\n");
    sheets.forEach(sheet -> parts.add(table(sheet)));
    parts.addAll(SideBySide.tables(sheets));
    parts.add(LEGEND);
    return String.join("\n", parts);
  }

  private static String table(Sheet sheet) {
    String rows = sheet.rows().stream().map(Markdown::row).collect(Collectors.joining());
    return "## %s, %s, %d problems\n\n".formatted(sheet.model(), sheet.problems(), sheet.n())
        + HEAD
        + rows
        + notes(sheet).stream().map(note -> "\n" + note + "\n").collect(Collectors.joining());
  }

  private static String row(Figures row) {
    return "| "
        + String.join(
            " | ",
            row.row(),
            String.valueOf(row.n()),
            Numbers.percent(row.exact(), row.exactInterval()),
            Numbers.percent(row.satisfied(), row.satisfiedInterval()),
            row.againstSingle().map(Numbers::points).orElse("–"),
            row.againstVote().map(Markdown::comparison).orElse("–"),
            Numbers.tenths(row.calls()),
            (row.unreported() ? "≥ " : "") + Numbers.whole(row.tokens()),
            Numbers.whole(row.cached()),
            row.tokensPerSolved().map(Numbers::whole).orElse("–"),
            Numbers.seconds(row.seconds()))
        + " |\n";
  }

  private static String comparison(VoteComparison comparison) {
    String mark =
        switch (comparison.spending()) {
          case EQUAL -> "";
          case VOTE_SPENDS_LESS -> ">";
          case VOTE_SPENDS_MORE -> "<";
        };
    return "%s, v = %s%s"
        .formatted(
            Numbers.points(comparison.difference()), mark, Numbers.tenths(comparison.candidates()));
  }

  private static List<String> notes(Sheet sheet) {
    List<String> notes = new ArrayList<>();
    named(sheet, row -> row.againstVote().filter(VoteComparison::loses).isPresent())
        .ifPresent(rows -> notes.add("**Loses to majority vote at equal tokens:** " + rows + "."));
    named(sheet, row -> row.againstVote().filter(VoteComparison::isBehind).isPresent())
        .ifPresent(
            rows ->
                notes.add(
                    "Behind majority vote at equal tokens, by less than chance explains: "
                        + rows
                        + "."));
    named(
            sheet,
            row ->
                row.againstVote()
                    .filter(vote -> vote.spending() == Spending.VOTE_SPENDS_LESS)
                    .isPresent())
        .ifPresent(
            rows ->
                notes.add(
                    "Compared with the largest vote, which costs less than they do: "
                        + rows
                        + "."));
    for (Figures row : sheet.rows()) {
      if (row.failed() > 0) {
        notes.add(row.row() + ": " + row.failed() + " failed, counted as not satisfied.");
      }
      if (row.unread() > 0) {
        notes.add(
            "%s: of %d plans the sound check could not tell, counted as not satisfied."
                .formatted(row.row(), row.unread()));
      }
    }
    if (sheet.withoutBase() > 0) {
      notes.add(
          ("%d runs did not start from the earlier run that they should have started from, as the"
                  + " server had forgotten it: their candidates are others.")
              .formatted(sheet.withoutBase()));
    }
    return notes;
  }

  private static Optional<String> named(Sheet sheet, Predicate<Figures> which) {
    String names =
        sheet.rows().stream().filter(which).map(Figures::row).collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }
}
