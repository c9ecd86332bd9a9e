package dev.plangen.examples.evaluate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Several models in one table, which share of problems each row solves with each; and for each
 * search, with which models it is better than a single sample. For models that differ in how well
 * they judge, this is where judging stops helping.
 */
final class SideBySide {

  private SideBySide() {}

  /** A table for each set of problems; none if there is one model only. */
  static List<String> tables(List<Sheet> sheets) {
    List<String> tables = new ArrayList<>();
    for (String problems : sheets.stream().map(Sheet::problems).distinct().toList()) {
      List<Sheet> same =
          sheets.stream().filter(sheet -> sheet.problems().equals(problems)).toList();
      if (same.size() > 1) {
        tables.add(table(problems, same));
      }
    }
    return tables;
  }

  private static String table(String problems, List<Sheet> sheets) {
    List<String> rows = sheets.getFirst().rows().stream().map(Figures::row).toList();
    StringBuilder table =
        new StringBuilder("## The models side by side, %s: satisfied %%\n\n".formatted(problems));
    table.append("| | ").append(String.join(" | ", rows)).append(" |\n");
    table.append("|---".repeat(rows.size() + 1)).append("|\n");
    for (Sheet sheet : sheets) {
      table.append(
          sheet.rows().stream()
              .map(row -> Numbers.percent(row.satisfied(), row.satisfiedInterval()))
              .collect(Collectors.joining(" | ", "| " + sheet.model() + " | ", " |\n")));
    }
    for (int i = 0; i < rows.size(); i++) {
      if (sheets.getFirst().rows().get(i).kind() == Row.Kind.SEARCH) {
        table.append('\n').append(helps(rows.get(i), i, sheets)).append('\n');
      }
    }
    return table.toString();
  }

  private static String helps(String row, int index, List<Sheet> sheets) {
    return "%s: above the single sample with %s; above a majority vote at equal tokens with %s."
        .formatted(
            row,
            models(
                sheets,
                sheet ->
                    sheet.rows().get(index).againstSingle().filter(d -> d.interval().isAbove(0))),
            models(
                sheets,
                sheet -> sheet.rows().get(index).againstVote().filter(VoteComparison::wins)));
  }

  private static String models(
      List<Sheet> sheets, java.util.function.Function<Sheet, Optional<?>> shown) {
    Predicate<Sheet> isShown = sheet -> shown.apply(sheet).isPresent();
    String models =
        sheets.stream().filter(isShown).map(Sheet::model).collect(Collectors.joining(", "));
    return models.isEmpty() ? "none" : models;
  }
}
