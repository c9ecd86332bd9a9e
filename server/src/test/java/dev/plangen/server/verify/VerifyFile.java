package dev.plangen.server.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Holds the built-in verifiers against a file of real problems with golden plans, and against
 * thousands of changes of these plans that are known to be right or wrong. Not a test. Arguments:
 * files in the form of NATURAL PLAN, one JSON object with {@code problem} and {@code golden_plan} a
 * line. The status is 1 if a verifier says anything else than what is so.
 */
final class VerifyFile {

  private VerifyFile() {}

  public static void main(String[] files) throws IOException {
    Verifiers verifiers = Verifiers.with(Map.of());
    Map<String, Tally> tallies = new TreeMap<>();
    Random random = new Random(1);
    long start = System.nanoTime();
    int problems = 0;
    for (String file : files) {
      for (String line : Files.readAllLines(Path.of(file))) {
        JsonNode json = new ObjectMapper().readTree(line);
        String problem = json.get("problem").asText();
        String golden = json.get("golden_plan").asText();
        boolean trip = problem.startsWith("You plan to visit");
        String id = trip ? "trip" : "calendar";
        Verifier verifier = verifiers.find(id).orElseThrow();
        Changes changes =
            (kind, isRight, plan) ->
                tallies
                    .computeIfAbsent(id + ", " + kind, key -> new Tally(verifier))
                    .expect(isRight, problem, plan);
        changes.take("golden plans", true, golden);
        if (trip) {
          TripChanges.of(TripCase.parse(problem), TripCase.trip(golden), random, changes);
        } else {
          CalendarChanges.of(CalendarCase.parse(problem), changes);
        }
        problems++;
      }
    }
    boolean allIsSo = true;
    for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
      System.out.println(entry.getKey() + ": " + entry.getValue());
      entry.getValue().mistakes().forEach(System.out::println);
      allIsSo &= entry.getValue().mistakes().isEmpty();
    }
    System.out.printf("%d problems, %.1f s%n", problems, (System.nanoTime() - start) / 1e9);
    System.exit(allIsSo ? 0 : 1);
  }
}
