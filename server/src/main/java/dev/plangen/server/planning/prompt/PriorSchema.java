package dev.plangen.server.planning.prompt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.llm.AnswerSchema;
import java.util.List;

/** Priors in JSON: an object with a number for each algorithm. */
public final class PriorSchema {

  private PriorSchema() {}

  /**
   * For these algorithms.
   *
   * @param algorithms by the names that requests have for them; at least one
   */
  public static AnswerSchema of(List<String> algorithms) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    algorithms.forEach(name -> properties.putObject(name).put("type", "number"));
    algorithms.forEach(schema.putArray("required")::add);
    schema.put("additionalProperties", false);
    return new AnswerSchema(
        AnswerFormat.PRIORS,
        "priors",
        schema.toString(),
        """
        Answer with one JSON object and nothing else, of the form {"%s": 0.5}, with each algorithm, where \
        the number, from 0 to 1, says how likely it is that this algorithm finds a plan that satisfies \
        every constraint.\
        """
            .formatted(algorithms.getFirst()));
  }
}
