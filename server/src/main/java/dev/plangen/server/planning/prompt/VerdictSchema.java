package dev.plangen.server.planning.prompt;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.llm.AnswerSchema;
import java.util.Locale;

/** A verdict in JSON: a check of each constraint, then the score. */
public final class VerdictSchema {

  static final String CHECKS = "checks";
  static final String CONSTRAINT = "constraint";
  static final String REASON = "reason";
  static final String RESULT = "result";

  /**
   * The reason stands before the result, since models hold to what they have written. The
   * instruction is as short as it can be, and without quotation marks, which are two bytes each in
   * the body of a request: it is not common to the prompts of a run.
   */
  public static final AnswerSchema SCHEMA =
      new AnswerSchema(
          AnswerFormat.VERDICT,
          "verdict",
          """
          {
            "type": "object",
            "properties": {
              "checks": {
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "constraint": {"type": "integer", "description": "its number in the list"},
                    "reason": {"type": "string", "description": "the facts that decide"},
                    "result": {"type": "string", "enum": ["satisfied", "broken", "unclear"]}
                  },
                  "required": ["constraint", "reason", "result"],
                  "additionalProperties": false
                }
              },
              "score": {"type": "integer", "description": "-100 to 100"}
            },
            "required": ["checks", "score"],
            "additionalProperties": false
          }
          """,
          """
          Answer with the check in JSON alone: {checks: [{constraint: 1, reason: ..., result: satisfied | \
          broken | unclear}], score: N}.\
          """);

  private VerdictSchema() {}

  static Ruling ruling(String result) {
    return switch (result.strip().toLowerCase(Locale.ROOT)) {
      case "satisfied" -> Ruling.PASSED;
      case "broken" -> Ruling.VETOED;
      default -> Ruling.UNKNOWN;
    };
  }
}
