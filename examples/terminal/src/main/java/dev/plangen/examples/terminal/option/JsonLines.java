package dev.plangen.examples.terminal.option;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.plangen.examples.terminal.screen.Output;

/** Messages of the contract in its own field names, as grpcurl shows them, one a line. */
public final class JsonLines {

  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  private final Output output;

  public JsonLines(Output output) {
    this.output = output;
  }

  public void write(MessageOrBuilder message) {
    output.write(of(message) + "\n");
  }

  /** What the client adds to a run's updates: a run was lost, and another takes its place. */
  public void writeRestart(String previousRunId, String runId) {
    output.write(
        "{\"restarted\":{\"previous_run_id\":\"%s\",\"run_id\":\"%s\"}}\n"
            .formatted(previousRunId, runId));
  }

  private static String of(MessageOrBuilder message) {
    try {
      return JSON.print(message);
    } catch (InvalidProtocolBufferException e) {
      // Only of a google.protobuf.Any, which the contract does not have.
      throw new IllegalStateException(e);
    }
  }
}
