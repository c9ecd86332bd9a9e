package dev.plangen.examples.quickstart;

import com.google.protobuf.Timestamp;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.Usage;
import dev.plangen.v1.VerificationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Tells a person what is happening, update by update. Used by one thread. */
final class Show {

  private static final String INDENT = "      ";
  private static final String HANGING = INDENT + "  ";

  private final Printer printer;
  private final Draft draft = new Draft();
  private final Map<Step, Instant> starts = new EnumMap<>(Step.class);
  private Instant begin = Instant.MAX;

  Show(Printer printer) {
    this.printer = printer;
  }

  void problem(String problem) {
    heading("The problem");
    printer.paragraph("  ", "  ", problem);
  }

  void update(StepUpdate update) {
    begin = begin.isBefore(time(update)) ? begin : time(update);
    if (update.hasProgress()) {
      progress(update);
      return;
    }
    draft.leave();
    switch (update.getStatus()) {
      case STEP_STATUS_IN_PROGRESS -> started(update);
      case STEP_STATUS_COMPLETE -> complete(update);
      case STEP_STATUS_ERROR ->
          printer.line(
              "  "
                  + printer.paint(Paint.Tone.BAD, "failed after " + taken(update))
                  + ": "
                  + update.getError().getReason());
      case STEP_STATUS_UNSPECIFIED, UNRECOGNIZED -> {}
    }
  }

  /** The run was lost, and what was shown of it is void: another begins. */
  void restart() {
    draft.leave();
    starts.clear();
    printer.line("The server has lost the run; starting again ...");
  }

  private void started(StepUpdate update) {
    starts.put(update.getStep(), time(update));
    heading(name(update.getStep()) + " ...");
  }

  private void complete(StepUpdate update) {
    for (String constraint : update.getData().getConstraintsList()) {
      printer.paragraph(INDENT + "- ", HANGING, constraint);
    }
    printer.line("  " + printer.paint(Paint.Tone.ASIDE, "done after " + taken(update)));
    if (update.hasResult()) {
      result(update);
    }
  }

  private String taken(StepUpdate end) {
    Instant start = starts.getOrDefault(end.getStep(), begin);
    return seconds(Duration.between(start, time(end)));
  }

  private void progress(StepUpdate update) {
    switch (update.getProgress().getEventCase()) {
      case TEXT_DELTA -> {
        if (draft.add(update)) {
          printer.draft(draft.line());
        }
      }
      case CANDIDATE_COMPLETED -> {
        draft.leave();
        written(update.getProgress().getCandidateCompleted().getSolution());
      }
      case CANDIDATE_VERIFIED -> {
        draft.leave();
        verified(update.getProgress().getCandidateVerified().getVerificationResult());
      }
      case CANDIDATE_FAILED -> {
        draft.leave();
        String id = update.getProgress().getCandidateFailed().getCandidateId();
        printer.line("    " + candidate(id) + ": " + printer.paint(Paint.Tone.BAD, "lost"));
        printer.paragraph(
            INDENT, INDENT, update.getProgress().getCandidateFailed().getError().getMessage());
      }
      case CALL_COMPLETED -> {
        // Of the other steps, the update that follows says what was wrong with the text.
        if (update.getStep() == Step.STEP_VERIFY_SOLUTIONS) {
          String id = update.getProgress().getCallCompleted().getCandidateId();
          printer.line("    " + candidate(id) + ": its verdict can't be read, asking again");
        }
      }
      // The last two tell of searches that this program does not ask for.
      case CANDIDATE_STARTED,
          INCUMBENT_CHANGED,
          SEARCH_STOPPED,
          HEARTBEAT,
          EVENT_NOT_SET,
          NODE_EXPANDED,
          ALGORITHM_SELECTED -> {}
    }
  }

  private void written(Solution solution) {
    printer.paragraph(
        "    " + candidate(solution.getCandidateId()) + ": ", INDENT, solution.getText());
  }

  private void verified(VerificationResult verdict) {
    String line = "    " + candidate(verdict.getCandidateId()) + ": ";
    String score = verdict.hasScore() ? "score " + verdict.getScore() : "no score";
    switch (verdict.getOutcome()) {
      case OUTCOME_PASSED ->
          printer.line(line + printer.paint(Paint.Tone.GOOD, score + ", passed"));
      case OUTCOME_VETOED, OUTCOME_UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> {
        printer.line(line + printer.paint(Paint.Tone.BAD, score + ", rejected:"));
        for (String reason : Reasons.of(verdict.getFeedback())) {
          printer.paragraph(INDENT, HANGING, reason);
        }
      }
    }
  }

  private void result(StepUpdate update) {
    SolveResult result = update.getResult();
    SelectedSolution selected = result.getSelectedSolution();
    heading("The plan");
    printer.paragraph("  ", "  ", selected.getText());
    String score = selected.hasScore() ? "score " + selected.getScore() : "no score";
    printer.line(
        "  "
            + candidate(selected.getCandidateId())
            + " of "
            + result.getSolutionsCount()
            + ", "
            + score
            + ", "
            + (selected.getVerified()
                ? printer.paint(Paint.Tone.GOOD, "verified")
                : printer.paint(Paint.Tone.BAD, "not verified")));
    printer.line("");
    printer.line(cost(result.getUsage()) + " " + seconds(Duration.between(begin, time(update))));
  }

  private static String cost(Usage usage) {
    return usage.getModelCalls()
        + " model calls, "
        + (usage.hasInputTokens() ? grouped(usage.getInputTokens()) : "unknown")
        + " tokens in, "
        + (usage.hasOutputTokens() ? grouped(usage.getOutputTokens()) : "unknown")
        + " tokens out,";
  }

  private void heading(String text) {
    printer.line("");
    printer.line(printer.paint(Paint.Tone.HEADING, text));
  }

  /** {@code solution/2} is candidate 2. */
  private static String candidate(String id) {
    return "candidate " + (id.startsWith("solution/") ? id.substring("solution/".length()) : id);
  }

  private static String name(Step step) {
    return switch (step) {
      case STEP_EXTRACT_CONSTRAINTS -> "Extracting the constraints";
      case STEP_GENERATE_SOLUTIONS -> "Writing candidate plans";
      case STEP_VERIFY_SOLUTIONS -> "Verifying each against the constraints";
      case STEP_SELECT_SOLUTION -> "Selecting the best";
      case STEP_WORKFLOW, STEP_UNSPECIFIED, UNRECOGNIZED -> "Working";
    };
  }

  private static Instant time(StepUpdate update) {
    Timestamp time = update.getUpdateTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  private static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
