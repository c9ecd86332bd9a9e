package dev.plangen.examples.terminal.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of words under headings, in columns as wide as their widest. */
public final class Table {

  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** As many words as there are headings. */
  public void row(String... words) {
    rows.add(List.of(words).stream().map(word -> Cells.safe(word).replace('\n', ' ')).toList());
  }

  public void print(Screen screen) {
    int[] widths =
        IntStream.range(0, headings.size())
            .map(
                column ->
                    Math.max(
                        Cells.of(headings.get(column)),
                        rows.stream().mapToInt(row -> Cells.of(row.get(column))).max().orElse(0)))
            .toArray();
    screen.line(screen.paint().apply(Paint.Tone.HEADING, line(headings, widths)));
    rows.forEach(row -> screen.line(line(row, widths)));
  }

  private static String line(List<String> words, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      line.append(Cells.pad(words.get(column), widths[column])).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
