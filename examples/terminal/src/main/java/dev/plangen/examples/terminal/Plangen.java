package dev.plangen.examples.terminal;

import dev.plangen.client.PlanGenException;
import dev.plangen.examples.terminal.command.Commands;
import dev.plangen.examples.terminal.option.Amounts;
import dev.plangen.examples.terminal.option.Connection;
import dev.plangen.examples.terminal.option.Durations;
import dev.plangen.examples.terminal.option.Misuse;
import dev.plangen.examples.terminal.screen.OutputClosed;
import dev.plangen.examples.terminal.screen.Paint;
import dev.plangen.examples.terminal.screen.Terminal;
import dev.plangen.examples.terminal.show.Trouble;
import dev.plangen.v1.Money;
import java.time.Duration;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code plangen} command. {@link ExitStatus} is what it ends with. */
@Command(
    name = "plangen",
    mixinStandardHelpOptions = true,
    version = "plangen 0.1.0-SNAPSHOT",
    description = "Solves planning problems on a PlanGEN server, and shows how.",
    synopsisSubcommandLabel = "COMMAND")
public final class Plangen {

  // Held, as a logger that nobody holds forgets its level.
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private static final int HELP_WIDTH = 100;

  private Plangen() {}

  public static void main(String[] args) {
    // What it has to say reaches the user as a sentence.
    GRPC.setLevel(Level.OFF);
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Plangen());
    Commands.all().forEach(line::addSubcommand);
    line.getCommandSpec().usageMessage().footer(ExitStatus.HELP);
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
      // What nobody has foreseen: a bug, with its trace.
      command.getCommandSpec().exitCodeOnExecutionException(ExitStatus.FAILED);
      command.getCommandSpec().usageMessage().footer(ExitStatus.HELP).sortOptions(false);
    }
    Ansi ansi = Terminal.here().paint() == Paint.COLOUR ? Ansi.ON : Ansi.OFF;
    return line.registerConverter(Duration.class, new Durations())
        .registerConverter(Money.class, new Amounts())
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(ansi))
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(
            (e, _) -> misused(wrong(e) + "; see " + name(e.getCommandLine()) + " --help."))
        .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
  }

  private static String wrong(ParameterException e) {
    boolean isCommand =
        e instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && e.getCommandLine().getParent() == null;
    return isCommand
        ? "There is no command " + ((UnmatchedArgumentException) e).getUnmatched().getFirst()
        : String.valueOf(e.getMessage());
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private static int misused(String sentence) {
    System.err.println(sentence);
    return ExitStatus.MISUSED;
  }

  private static int failed(Exception e, CommandLine command) throws Exception {
    return switch (e) {
      case Misuse misuse -> misused(misuse.sentence());
      case OutputClosed closed -> ExitStatus.OUTPUT_CLOSED;
      case PlanGenException failure -> {
        Trouble trouble = Trouble.of(failure, connection(command));
        System.err.println(trouble.sentence());
        trouble.details().forEach(detail -> System.err.println("  " + detail));
        yield trouble.status();
      }
      default -> throw e;
    };
  }

  private static Connection connection(CommandLine command) {
    return (Connection) Objects.requireNonNull(command.getMixins().get("connection"));
  }
}
