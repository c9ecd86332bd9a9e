package dev.plangen.examples.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.plangen.v1.Run;

/** A run as the page wants it: as JSON, with its problem, and without what the updates tell. */
final class RunJson {

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private RunJson() {}

  static JsonObject of(Run run) throws InvalidProtocolBufferException {
    Run head = run.toBuilder().clearLabels().clearResult().clearUsage().build();
    JsonObject json = JsonParser.parseString(PRINTER.print(head)).getAsJsonObject();
    String problem = ProblemLabels.problem(run.getLabelsMap());
    if (!problem.isEmpty()) {
      json.addProperty("problem", problem);
    }
    return json;
  }
}
