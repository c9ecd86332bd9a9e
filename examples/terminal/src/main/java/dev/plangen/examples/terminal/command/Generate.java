package dev.plangen.examples.terminal.command;

import dev.plangen.client.GenerateStream;
import dev.plangen.client.Generated;
import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.option.ModelOptions;
import dev.plangen.examples.terminal.option.Texts;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.show.Words;
import dev.plangen.examples.terminal.show.Writing;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plangen generate}. */
@Command(
    name = "generate",
    description = "Lets a model write a text, and shows it while it is written.")
final class Generate implements Callable<Integer> {

  @Parameters(
      paramLabel = "PROMPT",
      arity = "0..*",
      description = "What it is asked. Without it, and without --file: standard input.")
  private List<String> prompt = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Holds the prompt; - is standard input.")
  private @Nullable Path file;

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "Instructions that stand above the prompt.")
  private String system = "";

  @Option(names = "--json", description = "Writes JSON, a chunk a line, named as in the contract.")
  private boolean json;

  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    GenerateRequest.Builder request =
        GenerateRequest.newBuilder()
            .setPrompt(Texts.read("prompt", prompt, file))
            .setSystemPrompt(system)
            .setModel(model.model());
    model.sampling().ifPresent(request::setSampling);
    Output output = Output.standard();
    JsonLines lines = new JsonLines(output);
    Writing writing = new Writing(output);
    FinishReason reason = FinishReason.FINISH_REASON_STOP;
    try (PlanGenClient client = connection.open();
        GenerateStream stream = client.generateStream(request.build())) {
      while (stream.hasNext()) {
        Generated generated = stream.next();
        if (json) {
          lines.write(generated.chunk());
        } else {
          writing.write(generated.text());
        }
        if (generated.chunk().hasUsage()) {
          reason = generated.chunk().getFinishReason();
          if (!json) {
            writing.end();
            System.err.println(Words.cost(generated.chunk().getUsage()));
          }
        }
      }
    }
    return status(reason);
  }

  private static int status(FinishReason reason) {
    return switch (reason) {
      case FINISH_REASON_LENGTH ->
          cut("the most tokens that it may write; see --max-output-tokens");
      case FINISH_REASON_CONTENT_FILTER -> cut("the provider's content filter");
      case FINISH_REASON_STOP, FINISH_REASON_UNSPECIFIED, UNRECOGNIZED -> ExitStatus.OK;
    };
  }

  private static int cut(String by) {
    System.err.println("The text is cut off by " + by + ".");
    return ExitStatus.NOT_VERIFIED;
  }
}
