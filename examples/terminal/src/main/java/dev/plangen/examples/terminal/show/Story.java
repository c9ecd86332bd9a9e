package dev.plangen.examples.terminal.show;

import dev.plangen.client.SolveEvent;
import dev.plangen.examples.terminal.follow.Teller;
import dev.plangen.examples.terminal.screen.Paint.Tone;
import dev.plangen.examples.terminal.screen.Paragraphs;
import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Tells a person what has happened in a run, update by update. Used by one thread. */
public final class Story implements Teller {

  private static final String INDENT = "      ";

  private final Screen screen;
  private final Paragraphs paragraphs;
  private final Verdicts verdicts;
  private final SearchStory search;
  private final Map<Step, Instant> starts = new EnumMap<>(Step.class);
  private Instant begin = Instant.MAX;

  public Story(Screen screen) {
    this.screen = screen;
    this.paragraphs = new Paragraphs(screen);
    this.verdicts = new Verdicts(screen);
    this.search = new SearchStory(screen);
  }

  @Override
  public void tell(SolveEvent event) {
    switch (event) {
      case SolveEvent.Updated(StepUpdate update) -> update(update);
      case SolveEvent.TextWritten written -> {}
      case SolveEvent.Restarted restarted -> {
        starts.clear();
        begin = Instant.MAX;
        screen.line("");
        screen.line("The server has lost the run; starting again ...");
      }
    }
  }

  private void update(StepUpdate update) {
    if (begin.equals(Instant.MAX)) {
      screen.line("");
      screen.line(screen.paint().apply(Tone.ASIDE, "Run " + update.getRunId()));
      begin = time(update);
    }
    if (update.hasProgress()) {
      progress(update);
      return;
    }
    switch (update.getStatus()) {
      case STEP_STATUS_IN_PROGRESS -> {
        starts.put(update.getStep(), time(update));
        heading(Words.step(update.getStep()) + " ...");
      }
      case STEP_STATUS_COMPLETE -> complete(update);
      case STEP_STATUS_ERROR -> {
        String failed = screen.paint().apply(Tone.BAD, "failed after " + taken(update));
        screen.line("  " + failed + ": " + update.getError().getReason());
      }
      case STEP_STATUS_UNSPECIFIED, UNRECOGNIZED -> {}
    }
  }

  private void complete(StepUpdate update) {
    for (String constraint : update.getData().getConstraintsList()) {
      paragraphs.write(INDENT + "- ", INDENT + "  ", constraint);
    }
    screen.line("  " + screen.paint().apply(Tone.ASIDE, "done after " + taken(update)));
    if (update.hasResult()) {
      result(update);
    }
  }

  private String taken(StepUpdate end) {
    Instant start = starts.getOrDefault(end.getStep(), begin);
    return Words.seconds(Duration.between(start, time(end)));
  }

  private void progress(StepUpdate update) {
    var progress = update.getProgress();
    switch (progress.getEventCase()) {
      case CANDIDATE_COMPLETED -> {
        Solution solution = progress.getCandidateCompleted().getSolution();
        paragraphs.write(
            "    " + Words.candidate(solution.getCandidateId()) + ": ", INDENT, solution.getText());
      }
      case CANDIDATE_VERIFIED ->
          verdicts.tell(progress.getCandidateVerified().getVerificationResult());
      case CANDIDATE_FAILED -> {
        String id = progress.getCandidateFailed().getCandidateId();
        screen.line("    " + Words.candidate(id) + ": " + screen.paint().apply(Tone.BAD, "lost"));
        paragraphs.write(INDENT, INDENT, progress.getCandidateFailed().getError().getMessage());
      }
      case NODE_EXPANDED -> search.expanded(progress.getNodeExpanded());
      case ALGORITHM_SELECTED -> search.selected(progress.getAlgorithmSelected());
      case SEARCH_STOPPED ->
          screen.line("    stopped: " + Words.stop(progress.getSearchStopped().getStopReason()));
      // What goes on is Live's; of a call, the update that follows says what came of it.
      case TEXT_DELTA,
          CALL_COMPLETED,
          CANDIDATE_STARTED,
          INCUMBENT_CHANGED,
          HEARTBEAT,
          EVENT_NOT_SET -> {}
    }
  }

  private void result(StepUpdate update) {
    SolveResult result = update.getResult();
    heading("The plan");
    paragraphs.write("  ", "  ", result.getSelectedSolution().getText());
    Tone tone = result.getSelectedSolution().getVerified() ? Tone.GOOD : Tone.BAD;
    screen.line("  " + screen.paint().apply(tone, Words.standing(result)));
    String stopped = Words.stop(result.getStopReason());
    if (!stopped.isEmpty()) {
      screen.line("  the best when " + stopped);
    }
    screen.line("");
    String took = Words.seconds(Duration.between(begin, time(update)));
    screen.line(Words.cost(result.getUsage()) + ", " + took);
  }

  private void heading(String text) {
    screen.line("");
    screen.line(screen.paint().apply(Tone.HEADING, text));
  }

  private static Instant time(StepUpdate update) {
    return Words.instant(update.getUpdateTime());
  }
}
