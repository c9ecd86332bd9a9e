package dev.plangen.examples.terminal.show;

import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.examples.terminal.screen.Table;
import dev.plangen.v1.Run;
import dev.plangen.v1.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs, one a line. */
public final class RunTable {

  private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4,12}){4}");

  private RunTable() {}

  public static void print(Screen screen, List<Run> runs, Instant now) {
    Table table =
        new Table(
            "RUN",
            "STATE",
            "BEGAN",
            "TOOK",
            "CALLS",
            "TOKENS",
            "COST",
            "MODEL",
            "ALGORITHM",
            "NAMES");
    for (Run run : runs) {
      Usage usage = run.getUsage();
      Instant begin = Words.instant(run.getCreateTime());
      Instant end = run.hasEndTime() ? Words.instant(run.getEndTime()) : now;
      table.row(
          run.getRunId(),
          state(run),
          Words.roughly(Duration.between(begin, now)) + " ago",
          Words.roughly(Duration.between(begin, end)),
          Words.grouped(usage.getModelCalls()),
          usage.hasInputTokens() || usage.hasOutputTokens()
              ? Words.grouped(usage.getInputTokens() + usage.getOutputTokens())
              : "unknown",
          usage.hasCost() ? Words.money(usage.getCost()) : "",
          run.getModel(),
          run.getAlgorithm().getKindCase().name().toLowerCase(Locale.ROOT),
          names(run));
    }
    table.print(screen);
  }

  private static String state(Run run) {
    return switch (run.getState()) {
      case RUN_STATE_RUNNING -> "running";
      case RUN_STATE_COMPLETE -> "complete";
      case RUN_STATE_FAILED -> "failed: " + run.getError().getReason();
      case RUN_STATE_CANCELLED -> "cancelled";
      case RUN_STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  private static String names(Run run) {
    String labels =
        run.getLabelsMap().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .sorted()
            .collect(Collectors.joining(" "));
    return ((isMade(run.getRequestId()) ? "" : run.getRequestId()) + " " + labels).strip();
  }

  /** Clients name requests that nobody has named; such a name tells a person nothing. */
  private static boolean isMade(String requestId) {
    return UUID_FORM.matcher(requestId).matches();
  }
}
