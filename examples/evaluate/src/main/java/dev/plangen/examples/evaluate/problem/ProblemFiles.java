package dev.plangen.examples.evaluate.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plangen.examples.evaluate.stop.Halt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Reads problems: one JSON object a line, with {@code id}, {@code problem} and {@code golden_plan}.
 */
public final class ProblemFiles {

  private final ObjectMapper json = new ObjectMapper();
  private final Set<String> ids = new HashSet<>();

  private ProblemFiles() {}

  /**
   * Reads the files.
   *
   * @throws Halt if one can't be read, or is not of that form
   */
  public static ProblemSet read(List<Path> files) {
    var reader = new ProblemFiles();
    List<Problem> problems = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    for (Path file : files) {
      byte[] content = content(file);
      digests.add(sha256(content));
      problems.addAll(reader.problems(file, new String(content, StandardCharsets.UTF_8)));
    }
    if (problems.isEmpty()) {
      throw new Halt("There is no problem in " + files + ".");
    }
    return new ProblemSet(problems, digests);
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Halt("The problems " + file + " can't be read; check --problems.", e);
    }
  }

  private List<Problem> problems(Path file, String content) {
    List<Problem> problems = new ArrayList<>();
    int number = 0;
    for (String line : content.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        problems.add(problem(line, file + ", line " + number));
      }
    }
    return problems;
  }

  private Problem problem(String line, String place) {
    JsonNode object;
    try {
      object = json.readTree(line);
    } catch (JsonProcessingException e) {
      throw new Halt(
          place
              + " is not JSON; each line must be an object with id, problem and"
              + " golden_plan.",
          e);
    }
    String id = field(object, "id", place);
    Family family =
        Family.ofId(id)
            .orElseThrow(
                () ->
                    new Halt(
                        place + ": the id must begin with calendar or trip, and is " + id + "."));
    if (!ids.add(id)) {
      throw new Halt(place + ": the id " + id + " was there before.");
    }
    try {
      return Problem.of(
          id, family, field(object, "problem", place), field(object, "golden_plan", place));
    } catch (IllegalArgumentException e) {
      throw new Halt(place + ": " + e.getMessage() + ".", e);
    }
  }

  private static String field(JsonNode object, String name, String place) {
    JsonNode value = object.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new Halt(place + ": the field " + name + " is missing, or is no text.");
    }
    return value.textValue();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
