package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/pains.md} to the code: its tests are there, and so is what its changes cut. */
class PainsTest {

  private static final Path PAGE = Path.of("../docs/pains.md");

  private static final List<Path> TESTS =
      List.of(Path.of("src/test/java"), Path.of("../client-java/src/test/java"));

  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("../client-java/src/main/java"));

  private static final Pattern TEST = Pattern.compile("`(?:client: )?(\\w+Test)#(\\w+)`");

  /** The change of a row: {@code `file`: `before` → `after`}. */
  private static final Pattern CHANGE = Pattern.compile("`([\\w/]+\\.java)`: `([^`]+)` → `[^`]*`");

  private static List<String> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| ") && line.contains("#"))
        .filter(line -> TEST.matcher(line).find())
        .toList();
  }

  @Test
  void everyRowNamesATestAndAChange() throws IOException {
    List<String> table =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| pain |"))
            .toList();
    assertThat(table).isNotEmpty().allMatch(row -> CHANGE.matcher(row).find());
    assertThat(rows()).isEqualTo(table);
  }

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    for (String row : rows()) {
      for (MatchResult test : TEST.matcher(row).results().toList()) {
        List<Path> files = find(TESTS, "/" + test.group(1) + ".java");
        assertThat(files).as(test.group()).isNotEmpty();
        assertThat(files)
            .as(test.group())
            .anyMatch(file -> read(file).contains("void " + test.group(2) + "("));
      }
    }
  }

  /** Or the row would tell of a change that nobody can try. */
  @Test
  void whatAChangeTakesAwayIsThereOnce() throws IOException {
    for (String row : rows()) {
      MatchResult change = CHANGE.matcher(row).results().findFirst().orElseThrow();
      List<Path> files = find(SOURCES, "/" + change.group(1));
      assertThat(files).as(change.group()).hasSize(1);
      assertThat(read(files.getFirst()).split(Pattern.quote(before(change)), -1))
          .as(change.group())
          .hasSize(2);
    }
  }

  /** In a table, a bar within a cell is written with a backslash. */
  private static String before(MatchResult change) {
    return change.group(2).replace("\\|", "|");
  }

  private static List<Path> find(List<Path> roots, String end) throws IOException {
    List<Path> all = List.of();
    for (Path root : roots) {
      try (Stream<Path> files = Files.walk(root)) {
        all =
            Stream.concat(all.stream(), files.filter(file -> file.toString().endsWith(end)))
                .toList();
      }
    }
    return all;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
