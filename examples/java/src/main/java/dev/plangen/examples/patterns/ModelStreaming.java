package dev.plangen.examples.patterns;

import dev.plangen.client.GenerateStream;
import dev.plangen.client.PlanGenClient;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import java.io.PrintStream;

/**
 * A model alone, without the method around it: a prompt in, text out while it is written. For
 * workflows of one's own.
 */
public final class ModelStreaming {

  private ModelStreaming() {}

  public static void main(String[] args) throws Exception {
    Example.main(args, ModelStreaming::generate);
  }

  static void generate(PlanGenClient client, String prompt, PrintStream out) {
    GenerateRequest request = GenerateRequest.newBuilder().setPrompt(prompt).build();
    long shown = 0;
    try (GenerateStream pieces = client.generateStream(request)) {
      while (pieces.hasNext()) {
        GenerateChunk chunk = pieces.next().chunk();
        if (chunk.getOffset() < shown) {
          // The server had to ask its model again: what was shown is void.
          out.println();
        }
        out.print(chunk.getText());
        out.flush();
        shown = chunk.getOffset() + chunk.getTextBytes().size();
      }
    }
    out.println();
  }
}
