package dev.plangen.examples.terminal.show;

import com.google.protobuf.Timestamp;
import dev.plangen.v1.Money;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How people say what the contract says. */
public final class Words {

  private Words() {}

  /** {@code solution/2} is candidate 2. */
  static String candidate(String id) {
    return "candidate " + (id.startsWith("solution/") ? id.substring("solution/".length()) : id);
  }

  static String step(Step step) {
    return switch (step) {
      case STEP_EXTRACT_CONSTRAINTS -> "Extracting the constraints";
      case STEP_GENERATE_SOLUTIONS -> "Writing candidate plans";
      case STEP_VERIFY_SOLUTIONS -> "Verifying each against the constraints";
      case STEP_SELECT_SOLUTION -> "Selecting the best";
      case STEP_WORKFLOW, STEP_UNSPECIFIED, UNRECOGNIZED -> "Working";
    };
  }

  static String score(SelectedSolution selected) {
    return selected.hasScore() ? "score " + selected.getScore() : "no score";
  }

  /** Which candidate it is, and how good. */
  public static String standing(SolveResult result) {
    SelectedSolution selected = result.getSelectedSolution();
    return candidate(selected.getCandidateId())
        + " of "
        + result.getSolutionsCount()
        + ", "
        + score(selected)
        + ", "
        + verified(selected);
  }

  static String verified(SelectedSolution selected) {
    if (!selected.getVerified()) {
      return "not verified";
    }
    return selected.getSound() ? "verified, proven" : "verified";
  }

  /** Why it ended before its algorithm had done all; empty if it did not. */
  static String stop(StopReason reason) {
    return switch (reason) {
      case STOP_REASON_MODEL_CALLS -> "its model calls were used up";
      case STOP_REASON_TOTAL_TOKENS -> "its tokens were used up";
      case STOP_REASON_COST -> "its money was used up";
      case STOP_REASON_SOFT_DEADLINE -> "its soft deadline came";
      case STOP_REASON_RUN_DURATION -> "it took as long as the server allows";
      case STOP_REASON_ALL_VERIFIED,
          STOP_REASON_FIRST_VERIFIED,
          STOP_REASON_THRESHOLD,
          STOP_REASON_SEARCH_LIMIT,
          STOP_REASON_UNSPECIFIED,
          UNRECOGNIZED ->
          "";
    };
  }

  /** Model calls, tokens and, where it is known, money. */
  public static String cost(Usage usage) {
    long calls = usage.getModelCalls();
    return calls
        + (calls == 1 ? " model call" : " model calls")
        + (calls == 0 ? "" : tokens(usage))
        + (usage.hasCost() ? ", " + money(usage.getCost()) : "")
        + takenOver(usage);
  }

  private static String tokens(Usage usage) {
    return ", "
        + (usage.hasInputTokens() ? grouped(usage.getInputTokens()) : "unknown")
        + " tokens in, "
        + (usage.hasOutputTokens() ? grouped(usage.getOutputTokens()) : "unknown")
        + " tokens out";
  }

  private static String takenOver(Usage usage) {
    long calls = usage.getTakenOver().getModelCalls();
    return calls == 0 ? "" : ", " + calls + (calls == 1 ? " call" : " calls") + " taken over";
  }

  public static String money(Money money) {
    BigDecimal amount =
        BigDecimal.valueOf(money.getUnits()).add(BigDecimal.valueOf(money.getNanos(), 9));
    BigDecimal shown = amount.stripTrailingZeros();
    return (shown.scale() < 2 ? shown.setScale(2) : shown).toPlainString()
        + " "
        + money.getCurrencyCode();
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /** In two units at the most: 45 s, 3 min 5 s, 2 h 10 min, 4 d 3 h. */
  public static String roughly(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  public static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
