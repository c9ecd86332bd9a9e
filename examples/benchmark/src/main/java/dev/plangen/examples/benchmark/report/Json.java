package dev.plangen.examples.benchmark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results for a program. */
public final class Json {

  private Json() {}

  /** Writes {@code file} anew. */
  public static void write(Path file, Instant begin, boolean quick, List<Result> results)
      throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("time", begin.toString());
    report.put("quick", quick);
    report.put("java", Runtime.version().toString());
    report.put("cores", Runtime.getRuntime().availableProcessors());
    report.put("figures", results.stream().map(Json::figure).toList());
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), report);
  }

  private static Map<String, Object> figure(Result result) {
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("figure", result.figure());
    figure.put("unit", result.unit());
    figure.put("median", result.median());
    figure.put("min", result.min());
    figure.put("max", result.max());
    figure.put("rounds", result.rounds());
    figure.put("goal", result.goal().text());
    figure.put("met", result.met());
    figure.put("notes", result.notes());
    return figure;
  }
}
