package dev.plangen.examples.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.plangen.v1.Run;

/**
 * A run as the page wants it: as JSON, with its problem, or the beginning of it in a list, and
 * without what the updates tell.
 */
final class RunJson {

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private RunJson() {}

  static JsonObject of(Run run) throws InvalidProtocolBufferException {
    Run head = run.toBuilder().clearLabels().clearRequest().clearResult().clearUsage().build();
    JsonObject json = JsonParser.parseString(PRINTER.print(head)).getAsJsonObject();
    String problem =
        run.hasRequest()
            ? run.getRequest().getProblem()
            : run.getLabelsOrDefault(ProblemLabel.KEY, "");
    if (!problem.isEmpty()) {
      json.addProperty("problem", problem);
    }
    return json;
  }
}
