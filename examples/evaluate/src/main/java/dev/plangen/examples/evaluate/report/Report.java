package dev.plangen.examples.evaluate.report;

import dev.plangen.examples.evaluate.matrix.Configuration;
import dev.plangen.examples.evaluate.matrix.Matrix;
import dev.plangen.examples.evaluate.problem.Problem;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.Settings;
import dev.plangen.examples.evaluate.stop.Halt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** What an evaluation comes to: the tables in words, as JSON, and as pictures. Immutable. */
public final class Report {

  private final Settings settings;
  private final List<Sheet> sheets;

  private Report(Settings settings, List<Sheet> sheets) {
    this.settings = settings;
    this.sheets = sheets;
  }

  /**
   * Computes the tables.
   *
   * @param problems one or more
   * @param results gives what came of every run of the matrix for each of them
   */
  public static Report of(
      Settings settings,
      Matrix matrix,
      List<Problem> problems,
      BiFunction<Problem, Configuration, Result> results) {
    return new Report(settings, List.copyOf(new Sheets(matrix, results).of(problems)));
  }

  /** The tables as Markdown. */
  public String markdown() {
    return Markdown.of(settings.label(), sheets);
  }

  /**
   * Writes the tables.
   *
   * @param picture of each picture the name begins with this one's
   * @return the files
   * @throws Halt if a file can't be written
   */
  public List<Path> write(Path markdown, Path json, Path picture) {
    try {
      for (Path file : List.of(markdown, json, picture)) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
          Files.createDirectories(directory);
        }
      }
      Files.writeString(markdown, markdown());
      new Summary(settings, sheets).write(json);
      List<Path> written = new ArrayList<>(List.of(markdown, json));
      written.addAll(Picture.write(picture, settings.label(), sheets));
      return List.copyOf(written);
    } catch (IOException e) {
      throw new Halt("The report can't be written: " + e.getMessage(), e);
    }
  }
}
