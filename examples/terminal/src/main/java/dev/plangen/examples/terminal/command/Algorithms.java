package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.terminal.ExitStatus;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.screen.Paint.Tone;
import dev.plangen.examples.terminal.screen.Paragraphs;
import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.examples.terminal.screen.Terminal;
import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.AlgorithmParameter;
import dev.plangen.v1.ListAlgorithmsResponse;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plangen algorithms}. */
@Command(
    name = "algorithms",
    description = "Lists what --algorithm can name, with its parameters, for --param.")
final class Algorithms implements Callable<Integer> {

  @Option(names = "--json", description = "Writes JSON, named as in the contract.")
  private boolean json;

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    try (PlanGenClient client = connection.open()) {
      ListAlgorithmsResponse response = client.listAlgorithms();
      if (json) {
        new JsonLines(Output.standard()).write(response);
      } else {
        Screen screen = Terminal.here().lines();
        for (AlgorithmInfo algorithm : response.getAlgorithmsList()) {
          show(screen, algorithm, algorithm.getName().equals(response.getDefaultAlgorithm()));
        }
      }
    }
    return ExitStatus.OK;
  }

  private static void show(Screen screen, AlgorithmInfo algorithm, boolean isDefault) {
    Paragraphs paragraphs = new Paragraphs(screen);
    String name = screen.paint().apply(Tone.HEADING, algorithm.getName());
    screen.line(name + (isDefault ? " (default)" : ""));
    paragraphs.write(
        "  ",
        "  ",
        algorithm.getDescription()
            + " At most "
            + algorithm.getMaxModelCalls()
            + " model calls with its defaults.");
    for (AlgorithmParameter parameter : algorithm.getParametersList()) {
      paragraphs.write("    " + parameter.getName() + ": ", "      ", about(parameter));
    }
  }

  private static String about(AlgorithmParameter parameter) {
    return number(parameter.getMinValue())
        + " to "
        + number(parameter.getMaxValue())
        + ", by default "
        + number(parameter.getDefaultValue())
        + ". "
        + parameter.getDescription();
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
