package dev.plangen.server.llm.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the offline model over a file of problems, for a look at how it does on real ones. Not a
 * test. Arguments: the input and the output, one JSON object a line, and if wanted noise and
 * judge_noise.
 *
 * <p>Reads {@code id}, {@code problem} and, if there, {@code golden_plan}; writes {@code id},
 * {@code plan}, {@code score} (its judgement of its plan), {@code golden_score}, and {@code
 * micros}, the time that reading and solving took.
 */
final class SolveFile {

  private SolveFile() {}

  public static void main(String[] arguments) throws IOException {
    Path input = Path.of(arguments[0]);
    Path output = Path.of(arguments[1]);
    double noise = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0;
    double judgeNoise = arguments.length > 3 ? Double.parseDouble(arguments[3]) : 0;
    Conversation model = new Conversation(new OfflineSettings(noise, judgeNoise, 0));
    ObjectMapper json = new ObjectMapper();
    try (Writer writer = Files.newBufferedWriter(output)) {
      for (String line : Files.readAllLines(input)) {
        JsonNode question = json.readTree(line);
        String problem = question.get("problem").asText();
        long start = System.nanoTime();
        String plan = model.plan(problem);
        long micros = (System.nanoTime() - start) / 1_000;
        ObjectNode answer = json.createObjectNode();
        answer.put("id", question.path("id").asText());
        answer.put("plan", plan);
        answer.put("score", model.score(problem, plan));
        if (question.has("golden_plan")) {
          answer.put("golden_score", model.score(problem, question.get("golden_plan").asText()));
        }
        answer.put("micros", micros);
        writer.write(json.writeValueAsString(answer) + "\n");
      }
    }
  }
}
