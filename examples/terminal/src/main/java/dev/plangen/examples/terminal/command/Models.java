package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.screen.Table;
import dev.plangen.examples.terminal.screen.Terminal;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.Model;
import dev.plangen.v1.ModelState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plangen models}. */
@Command(name = "models", description = "Lists the models that --model can name.")
final class Models implements Callable<Integer> {

  @Option(names = "--json", description = "Writes JSON, named as in the contract.")
  private boolean json;

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    try (PlanGenClient client = connection.open()) {
      ListModelsResponse response = client.listModels();
      if (json) {
        new JsonLines(Output.standard()).write(response);
      } else {
        Table table = new Table("MODEL", "PROVIDER", "STATE", "DOES NOT TAKE");
        for (Model model : response.getModelsList()) {
          boolean isDefault = model.getId().equals(response.getDefaultModel());
          table.row(
              model.getId() + (isDefault ? " (default)" : ""),
              model.getProvider(),
              state(model.getState()),
              String.join(", ", model.getUnsupportedSamplingFieldsList()));
        }
        table.print(Terminal.here().lines());
      }
    }
    return ExitStatus.OK;
  }

  private static String state(ModelState state) {
    return switch (state) {
      case MODEL_STATE_SERVING -> "serving";
      case MODEL_STATE_NOT_SERVING -> "not serving";
      case MODEL_STATE_UNSPECIFIED, UNRECOGNIZED -> "not asked";
    };
  }
}
